// What the browser alone can do: remember, take what is pasted or dropped, and come back after a lost connection.
"use strict";
(() => {
  const prefix = "janus-studio-";
  const storage = key => key.startsWith("draft") ? sessionStorage : localStorage;
  const recall = key => { try { return storage(key).getItem(prefix + key); } catch { return null; } };
  const remember = (key, value) => { try { storage(key).setItem(prefix + key, value); } catch { /* private windows */ } };

  // Gives files to a file input as if the user had chosen them there.
  const give = (input, files) => {
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    if (transfer.files.length === 0) return;
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // A picture of the studio that is dropped is only an address: fetch what it shows.
  const fetchPicture = async address => {
    const url = new URL(address, document.baseURI);
    if (url.origin !== location.origin) return [];
    const answer = await fetch(url);
    return answer.ok ? [new File([await answer.blob()], "picture.png", { type: "image/png" })] : [];
  };

  // Dropped or pasted on the element goes to the file input within it.
  const takeFiles = element => {
    const input = element?.querySelector("input[type=file]");
    if (!input || element.dataset.takes) return;
    element.dataset.takes = "files";
    element.addEventListener("dragover", event => { event.preventDefault(); element.classList.add("drop-here"); });
    element.addEventListener("dragleave", () => element.classList.remove("drop-here"));
    element.addEventListener("drop", async event => {
      event.preventDefault();
      element.classList.remove("drop-here");
      const files = [...event.dataTransfer.files];
      const address = event.dataTransfer.getData("text/uri-list").split("\n")[0];
      give(input, files.length > 0 || !address ? files : await fetchPicture(address));
    });
    element.addEventListener("paste", event => {
      const files = [...event.clipboardData.files];
      if (files.length > 0) { event.preventDefault(); give(input, files); }
    });
  };

  // Enter sends where it is asked to; with Shift it is a new line. Keys of an input method are none.
  const sendOnEnter = (element, needsControl, target) => {
    element?.addEventListener("keydown", event => {
      if (event.key !== "Enter" || event.isComposing || event.shiftKey || (needsControl && !event.ctrlKey && !event.metaKey)) return;
      event.preventDefault();
      // What was typed reaches the page before the command does.
      event.target.dispatchEvent(new Event("change", { bubbles: true }));
      target.invokeMethodAsync("SendAsync");
    });
  };

  const scrollToEnd = element => { if (element) element.scrollTop = element.scrollHeight; };
  const width = element => element?.clientWidth ?? 0;

  // A picture that is dropped on the way to the chat is talked about there.
  document.addEventListener("dragover", event => { if (event.target.closest?.("#nav-chat")) event.preventDefault(); });
  document.addEventListener("drop", event => {
    if (!event.target.closest?.("#nav-chat")) return;
    event.preventDefault();
    const match = /studio\/pictures\/([^/]+)\/(\d+)\.png/.exec(event.dataTransfer.getData("text/uri-list"));
    if (match) Blazor.navigateTo(`studio/chat?picture=${match[1]}/${match[2]}`);
  });

  // The arrow keys go where the open picture's buttons lead.
  document.addEventListener("keydown", event => {
    const way = { ArrowLeft: "previous", ArrowRight: "next" }[event.key];
    if (way && !event.target.closest?.("input, textarea")) document.querySelector(`[data-go=${way}]:not([disabled])`)?.click();
  });

  document.addEventListener("DOMContentLoaded", () => {
    const dialog = document.getElementById("components-reconnect-modal");
    dialog?.querySelector("[data-retry]").addEventListener("click", () => location.reload());
    // The front has forgotten the page (it was restarted): load it anew. Drafts and jobs are kept elsewhere.
    dialog?.addEventListener("components-reconnect-state-changed", event => {
      if (event.detail.state === "rejected") location.reload();
    });
  });

  window.studio = { recall, remember, takeFiles, sendOnEnter, scrollToEnd, width };
})();
