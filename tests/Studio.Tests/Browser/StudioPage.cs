using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace JanusCluster.Studio.Tests.Browser;

/// <summary>A window with the studio. At its end nothing may have gone wrong in it: no script error, nothing against the page's policy.</summary>
public sealed class StudioPage : IAsyncDisposable
{
    private readonly List<string> _mistakes = [];

    public StudioPage(IPage page, Uri address)
    {
        (Page, Address) = (page, address);
        page.PageError += (_, error) => _mistakes.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                _mistakes.Add(message.Text);
        };
    }

    public IPage Page { get; }

    public Uri Address { get; }

    /// <summary>Mistakes that a test makes on purpose.</summary>
    public string? Expected { get; set; }

    public Task<IResponse?> GoToAsync(string path) => Page.GotoAsync(new Uri(Address, path).AbsoluteUri);

    public async Task SignInAsync(string key)
    {
        await GoToAsync("studio/generate");
        await Page.GetByLabel("Your key").FillAsync(key);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Generate" })).ToBeVisibleAsync();
    }

    /// <summary>Asks for pictures on the page <c>Generate</c>.</summary>
    public async Task DrawAsync(string prompt, int count)
    {
        await Page.GetByLabel("Prompt").FillAsync(prompt);
        await Page.GetByLabel("Pictures", new() { Exact = true }).First.FillAsync($"{count}");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Draw", Exact = true }).ClickAsync();
        await Page.WaitForURLAsync(url => url.Contains("studio/generate/studio-", StringComparison.Ordinal));
    }

    /// <summary>Gives a file to an input, once the page takes files.</summary>
    public async Task GiveAsync(string input, string name, string mimeType, byte[] content)
    {
        await Page.Locator("[data-takes=files]").WaitForAsync();
        await Page.Locator(input).SetInputFilesAsync(new FilePayload { Name = name, MimeType = mimeType, Buffer = content });
    }

    /// <summary>Pastes or drops a file on what takes files.</summary>
    /// <param name="way">paste or drop.</param>
    public async Task BringAsync(string way, string name, string mimeType, byte[] content)
    {
        ILocator taker = Page.Locator("[data-takes=files]");
        await taker.WaitForAsync();
        await taker.EvaluateAsync(
            "(element, [way, name, type, content]) => {" +
            "const data = new DataTransfer(); data.items.add(new File([Uint8Array.from(atob(content), c => c.charCodeAt(0))], name, { type }));" +
            "element.dispatchEvent(way === 'paste' ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true }) : new DragEvent('drop', { dataTransfer: data, bubbles: true })); }",
            new[] { way, name, mimeType, Convert.ToBase64String(content) });
    }

    /// <summary>Waits for a job's end.</summary>
    /// <param name="state">Completed or Cancelled.</param>
    public Task WaitForStateAsync(string state) => Expect(Page.Locator($"[data-job-state={state}]")).ToBeVisibleAsync(new() { Timeout = 3 * Chromium.Patience });

    /// <summary>What axe finds that keeps people from using the page.</summary>
    public async Task<IReadOnlyList<string>> FindBarriersAsync()
    {
        // Not as a script of the page, which its policy forbids.
        await Page.EvaluateAsync(await File.ReadAllTextAsync(AxePath));
        JsonElement? found = await Page.EvaluateAsync<JsonElement>(
            "async () => (await axe.run()).violations.filter(one => ['serious', 'critical'].includes(one.impact))" +
            ".map(one => one.id + ': ' + one.nodes.map(node => node.html.slice(0, 200)).join(' | '))");
        return [.. found!.Value.EnumerateArray().Select(one => one.GetString()!)];
    }

    public async ValueTask DisposeAsync()
    {
        await Page.Context.CloseAsync();
        Assert.Empty(Expected is null ? _mistakes : _mistakes.FindAll(mistake => !mistake.Contains(Expected, StringComparison.Ordinal)));
    }

    private static string AxePath { get; } = Path.Combine(
        AppContext.BaseDirectory[..AppContext.BaseDirectory.IndexOf($"{Path.DirectorySeparatorChar}Studio.Tests{Path.DirectorySeparatorChar}", StringComparison.Ordinal)],
        "axe", "node_modules", "axe-core", "axe.min.js");
}
