using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using JanusCluster.Studio.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace JanusCluster.Studio.Tests;

/// <summary>Behind a path prefix, at a front that dies, and with a job of thousands of pictures: a cluster of processes with a simulated model.</summary>
public sealed partial class ClusterTests(Chromium chromium)
{
    private const int Pictures = 5_000;

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["Front__Http__PathBase"] = "/janus",
        ["Silo__Simulated__CodesPerImage"] = "16",
        ["Silo__Simulated__StepMilliseconds"] = "0",
    };

    [Fact]
    public async Task Cluster_OfProcesses_BehindAPrefix()
    {
        (JanusProcess cluster, _) = await JanusProcess.StartAsync(
            Ready(), Settings, "cluster", "up", "--simulated", "--silos", "1", "--fronts", "1", "--port", "0", "--data", "cluster");
        await using JanusProcess owned = cluster;
        var address = new Uri($"http://127.0.0.1:{Front(cluster, "port")}/janus/");
        string key = (await File.ReadAllTextAsync(Path.Combine(cluster.Folder, "cluster", "key"), TestContext.Current.CancellationToken)).Trim();
        string job = await SubmitAsync(address, key);

        await using StudioPage studio = await chromium.OpenAsync(address);
        await studio.SignInAsync(key);
        await LookThroughGalleryAsync(studio, job);

        // The front is killed and started again: the page comes back by itself, with what was written into it.
        await studio.GoToAsync("studio/generate");
        await studio.Page.GetByLabel("Prompt").FillAsync("a draft that is kept");
        await studio.Page.GetByRole(AriaRole.Spinbutton, new() { Name = "Seed" }).FocusAsync();
        await studio.Page.WaitForFunctionAsync("() => sessionStorage.getItem('janus-studio-draft-generate')?.includes('a draft')");
        studio.Expected = "";
        using (var kill = System.Diagnostics.Process.Start("kill", ["-KILL", $"{Front(cluster, "pid")}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await Expect(studio.Page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
        await Expect(studio.Page.Locator("#components-reconnect-modal")).ToBeHiddenAsync(new() { Timeout = 2 * Chromium.Patience });
        await Expect(studio.Page.GetByLabel("Prompt")).ToHaveValueAsync("a draft that is kept");
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Draw", Exact = true }).ClickAsync();
        await studio.WaitForStateAsync("Completed");
    }

    private static async Task<string> SubmitAsync(Uri address, string key)
    {
        using var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(3) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        using var lines = new StringContent(string.Join('\n', Enumerable.Range(0, Pictures).Select(i => $"picture {i}")), System.Text.Encoding.UTF8, "text/plain");
        using HttpResponseMessage made = await client.PostAsync("v1/jobs", lines, TestContext.Current.CancellationToken);
        string job = (await made.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("job").GetProperty("id").GetString()!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        while ((await client.GetFromJsonAsync<JsonElement>($"v1/jobs/{job}", limit.Token)).GetProperty("state").GetString() != "completed")
            await Task.Delay(500, limit.Token);
        return job;
    }

    /// <summary>From its beginning to its end without fetching or drawing what lies between.</summary>
    private static async Task LookThroughGalleryAsync(StudioPage studio, string job)
    {
        int fetched = 0;
        studio.Page.Request += (_, request) => fetched += request.Url.Contains("/studio/pictures/", StringComparison.Ordinal) ? 1 : 0;
        await studio.GoToAsync($"studio/jobs/{job}");
        ILocator tiles = studio.Page.Locator(".gallery button.tile");
        await Expect(tiles.First).ToBeVisibleAsync();
        await studio.Page.EvaluateAsync("() => { const gallery = document.querySelector('.gallery'); gallery.scrollTop = gallery.scrollHeight / 2; }");
        await Expect(studio.Page.Locator(".gallery img[src*='/25']").First).ToBeVisibleAsync();
        await studio.Page.EvaluateAsync("() => { const gallery = document.querySelector('.gallery'); gallery.scrollTop = gallery.scrollHeight; }");
        await Expect(studio.Page.Locator($".gallery img[src*='/{Pictures - 1}.png']")).ToBeVisibleAsync();
        Assert.InRange(await tiles.CountAsync(), 1, 200);
        Assert.InRange(fetched, 1, 600);
    }

    /// <param name="field">port or pid.</param>
    private static int Front(JanusProcess cluster, string field) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(cluster.Folder, "cluster", "cluster.json")))
        .RootElement.GetProperty("processes").EnumerateArray()
        .Single(process => process.GetProperty("name").GetString() == "front-1").GetProperty(field).GetInt32();

    [GeneratedRegex("The cluster is up")]
    private static partial Regex Ready();
}
