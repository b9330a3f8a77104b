using System.IO.Compression;
using System.Text;
using JanusCluster.Studio.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace JanusCluster.Studio.Tests;

public sealed class JobTests(StudioServer server, Chromium chromium)
{
    [Fact]
    public async Task File_OfAHundredLinesWithABadOne_IsCheckedThenDrawn()
    {
        await using StudioPage studio = await chromium.OpenAsync(server, "bulk");
        await studio.GoToAsync("studio/jobs");
        string lines = string.Join('\n', Enumerable.Range(1, 100).Select(i => i == 42 ? """{"prompt": "a star", "n": 0}""" : $$"""{"prompt": "a small green star", "seed": {{i}}, "custom_id": "star {{i}}"}"""));
        await studio.GiveAsync("#job-file", "stars.jsonl", "application/jsonl", Encoding.UTF8.GetBytes(lines));
        ILocator check = studio.Page.Locator("#job-check");
        await Expect(check).ToContainTextAsync("99 pictures from 99 lines; 1 line cannot run");
        await Expect(check.Locator("tbody tr")).ToHaveTextAsync(["42nn must be 1 to 64; it is 0."]);

        await check.GetByRole(AriaRole.Button, new() { Name = "Draw the others" }).ClickAsync();
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await studio.WaitForStateAsync("Paused");
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await studio.WaitForStateAsync("Completed");
        await Expect(studio.Page.Locator("#job-progress")).ToContainTextAsync("99 of 99");
        await Expect(studio.Page.Locator(".gallery button.tile").First).ToBeVisibleAsync();

        using ZipArchive zip = ZipFile.OpenRead(await DownloadAsync(studio, "Pictures (zip)"));
        Assert.Equal(99, zip.Entries.Count(entry => entry.Name.EndsWith(".png", StringComparison.Ordinal)));
        using var manifest = new StreamReader(zip.GetEntry("manifest.jsonl")!.Open());
        Assert.Equal(99, (await manifest.ReadToEndAsync(TestContext.Current.CancellationToken)).Count(c => c == '\n'));
        Assert.Equal(99, File.ReadLines(await DownloadAsync(studio, "Manifest")).Count());

        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Forget it" }).ClickAsync();
        await studio.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Forget it" }).ClickAsync();
        await Expect(studio.Page.GetByText("There are none yet.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task File_ThatIsNone_SaysSo()
    {
        await using StudioPage studio = await chromium.OpenAsync(server, "clumsy");
        await studio.GoToAsync("studio/jobs");
        await studio.GiveAsync("#job-file", "stars.pdf", "application/pdf", [1, 2, 3]);
        await Expect(studio.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(".jsonl or .txt");
    }

    private static async Task<string> DownloadAsync(StudioPage studio, string name)
    {
        IDownload download = await studio.Page.RunAndWaitForDownloadAsync(() => studio.Page.GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync());
        return await download.PathAsync();
    }
}
