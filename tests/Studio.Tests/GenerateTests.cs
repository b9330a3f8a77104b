using JanusCluster.Studio.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace JanusCluster.Studio.Tests;

public sealed class GenerateTests(StudioServer server, Chromium chromium)
{
    [Fact]
    public async Task Draw_FourPictures_SharpenBeforeTheEnd()
    {
        await using StudioPage studio = await chromium.OpenAsync(server, "painter");
        await studio.Page.EvaluateAsync(
            "() => { window.previews = 0; new MutationObserver(() => window.previews = Math.max(window.previews, document.querySelectorAll('.tile.preview').length))"
            + ".observe(document.body, { childList: true, subtree: true }); }");
        // Others' work makes it slow enough to be looked at.
        using HttpClient others = await server.CreateClientAsync(await server.CreateKeyAsync("others"));
        using var lines = new StringContent(string.Join('\n', Enumerable.Range(0, 60).Select(i => $"a green star {i}")), System.Text.Encoding.UTF8, "text/plain");
        (await others.PostAsync("v1/jobs", lines, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode().Dispose();

        await studio.DrawAsync("a large red circle above a large blue square", 4);
        await studio.WaitForStateAsync("Completed");
        await Expect(studio.Page.Locator("button.tile img")).ToHaveCountAsync(4);
        Assert.InRange(await studio.Page.EvaluateAsync<int>("window.previews"), 1, 4);
        await Expect(studio.Page.Locator("button.tile img").First).ToHaveJSPropertyAsync("naturalWidth", 64);
    }

    [Fact]
    public async Task Draw_ThenReload_FindsTheJobInMidWorkAndItsHistory()
    {
        await using StudioPage studio = await chromium.OpenAsync(server, "reloader");
        await studio.DrawAsync("a yellow ring", 64);
        await studio.Page.ReloadAsync();
        await Expect(studio.Page.GetByText("a yellow ring").First).ToBeVisibleAsync();
        await studio.WaitForStateAsync("Completed");
        await Expect(studio.Page.Locator("button.tile")).ToHaveCountAsync(64);

        await studio.GoToAsync("studio/generate");
        await studio.Page.Locator(".history a", new() { HasText = "a yellow ring" }).ClickAsync();
        await Expect(studio.Page.Locator("button.tile")).ToHaveCountAsync(64);
        // What was written into the form is there still.
        await Expect(studio.Page.GetByLabel("Prompt")).ToHaveValueAsync("a yellow ring");
    }

    [Fact]
    public async Task Cancel_InMidWork_StopsIt()
    {
        await using StudioPage studio = await chromium.OpenAsync(server, "canceller");
        await studio.DrawAsync("a pink cross", 64);
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await studio.WaitForStateAsync("Cancelled");
        await Expect(studio.Page.GetByText("not made").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Picture_Opened_ShowsItsSettingsAndMakesItAgain()
    {
        await using StudioPage studio = await chromium.OpenAsync(server, "looker");
        await studio.DrawAsync("a small blue triangle", 2);
        await studio.WaitForStateAsync("Completed");
        byte[] first = await DownloadAsync(studio, "button.tile >> nth=0");

        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Use these settings" }).ClickAsync();
        await Expect(studio.Page.GetByLabel("Pictures", new() { Exact = true }).First).ToHaveValueAsync("1");
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Draw", Exact = true }).ClickAsync();
        await Expect(studio.Page.Locator("button.tile")).ToHaveCountAsync(1);
        Assert.Equal(first, await DownloadAsync(studio, "button.tile"));

        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Four variations" }).ClickAsync();
        await Expect(studio.Page.Locator("button.tile")).ToHaveCountAsync(4);
        await studio.Page.Locator("button.tile").First.ClickAsync();
        await Expect(studio.Page.GetByText("Picture 1 of 4")).ToBeVisibleAsync();
        await studio.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(studio.Page.GetByText("Picture 2 of 4")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Draw_NothingAsked_SaysWhatIsMissing()
    {
        await using StudioPage studio = await chromium.OpenAsync(server, "silent");
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Draw", Exact = true }).ClickAsync();
        await Expect(studio.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The prompt is empty.");
    }

    /// <summary>Without the chunks that name the job.</summary>
    private static async Task<byte[]> DownloadAsync(StudioPage studio, string tile)
    {
        await studio.Page.Locator(tile).ClickAsync();
        IDownload download = await studio.Page.RunAndWaitForDownloadAsync(() => studio.Page.GetByRole(AriaRole.Link, new() { Name = "Download" }).ClickAsync());
        return new Imaging.ImageDecoder().Decode(await File.ReadAllBytesAsync(await download.PathAsync())).Pixels.ToArray();
    }
}
