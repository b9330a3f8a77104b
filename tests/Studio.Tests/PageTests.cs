using JanusCluster.Studio.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace JanusCluster.Studio.Tests;

/// <summary>Every page as it looks: to axe always, and to people where <c>JANUS_SCREENSHOTS</c> names a folder.</summary>
public sealed class PageTests(StudioServer server, Chromium chromium)
{
    private const long FirstLoadBytes = 1_500_000;

    [Theory]
    [InlineData(1440, false)]
    [InlineData(1440, true)]
    [InlineData(390, false)]
    [InlineData(390, true)]
    public async Task Pages_All_HaveNoBarriers(int width, bool isDark)
    {
        await using StudioPage studio = await chromium.OpenAsync(await server.GetAddressAsync(), width, width < 500 ? 844 : 900, isDark);
        await studio.GoToAsync("studio/sign-in");
        await LookAsync(studio, "sign-in", width, isDark);
        await studio.SignInAsync(await server.GetKeyAsync());
        await studio.DrawAsync("a large red circle above a large blue square", 4);
        await studio.WaitForStateAsync("Completed");
        await LookAsync(studio, "generate", width, isDark);
        await studio.Page.Locator("button.tile").First.ClickAsync();
        await Expect(studio.Page.Locator(".details img")).ToBeVisibleAsync();
        await LookAsync(studio, "picture", width, isDark);
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Talk about it" }).ClickAsync();
        await Expect(studio.Page.Locator(".attachments img")).ToBeVisibleAsync();
        await studio.Page.GetByLabel("Your question").FillAsync("What is above the square?");
        await studio.Page.Keyboard.PressAsync("Enter");
        await Expect(studio.Page.GetByText("first token after")).ToBeVisibleAsync();
        await LookAsync(studio, "chat", width, isDark);

        await studio.GoToAsync("studio/jobs");
        string lines = string.Join('\n', Enumerable.Range(1, 60).Select(i => i == 7 ? "{}" : $$"""{"prompt": "a {{Colors[i % Colors.Length]}} {{Shapes[i / 2 % Shapes.Length]}}", "seed": {{i}}}"""));
        await studio.GiveAsync("#job-file", "shapes.jsonl", "application/jsonl", System.Text.Encoding.UTF8.GetBytes(lines));
        await Expect(studio.Page.Locator("#job-check")).ToBeVisibleAsync();
        await LookAsync(studio, "jobs", width, isDark);
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Draw the others" }).ClickAsync();
        await studio.GoToAsync("studio/cluster");
        await Expect(studio.Page.Locator("#silos tbody tr")).ToHaveCountAsync(1);
        await studio.Page.WaitForTimeoutAsync(5_000);
        await LookAsync(studio, "cluster", width, isDark);
        await studio.GoToAsync("studio/jobs");
        await studio.Page.GetByRole(AriaRole.Link, new() { Name = "shapes.jsonl" }).First.ClickAsync();
        await studio.WaitForStateAsync("Completed");
        await Expect(studio.Page.Locator(".gallery button.tile").First).ToBeVisibleAsync();
        await LookAsync(studio, "job", width, isDark);
    }

    [Fact]
    public async Task Load_First_IsSmallAndAllFromHere()
    {
        await using StudioPage studio = await chromium.OpenAsync(await server.GetAddressAsync());
        long bytes = 0;
        var elsewhere = new List<string>();
        var sizes = new List<Task>();
        studio.Page.RequestFinished += (_, request) => sizes.Add(Task.Run(async () => Interlocked.Add(ref bytes, (await request.SizesAsync()).ResponseBodySize)));
        studio.Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(studio.Address.AbsoluteUri, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                elsewhere.Add(request.Url);
        };
        await studio.SignInAsync(await server.CreateKeyAsync("first"));
        await studio.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Task.WhenAll(sizes);
        Assert.Empty(elsewhere);
        Assert.InRange(bytes, 50_000, FirstLoadBytes);
    }

    [Fact]
    public async Task Theme_Toggled_StaysOverAReload()
    {
        await using StudioPage studio = await chromium.OpenAsync(server, "night");
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Dark colors" }).ClickAsync();
        await Expect(studio.Page.GetByRole(AriaRole.Button, new() { Name = "Light colors" })).ToBeVisibleAsync();
        await studio.Page.ReloadAsync();
        await Expect(studio.Page.GetByRole(AriaRole.Button, new() { Name = "Light colors" })).ToBeVisibleAsync();
    }

    private static readonly string[] Colors = ["red", "blue", "green", "yellow"];
    private static readonly string[] Shapes = ["circle", "square", "star"];

    private static async Task LookAsync(StudioPage studio, string name, int width, bool isDark)
    {
        Assert.Empty(await studio.FindBarriersAsync());
        // Nothing is wider than the window.
        Assert.InRange(await studio.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - window.innerWidth"), int.MinValue, 0);
        if (Environment.GetEnvironmentVariable("JANUS_SCREENSHOTS") is { Length: > 0 } folder)
            await studio.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"studio-{name}-{width}-{(isDark ? "dark" : "light")}.png") });
    }
}
