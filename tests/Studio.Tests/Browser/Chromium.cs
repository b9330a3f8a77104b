using JanusCluster.Studio.Tests.Browser;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace JanusCluster.Studio.Tests.Browser;

/// <summary>The system's own Chromium, without a window.</summary>
public sealed class Chromium : IAsyncDisposable
{
    /// <summary>For anything that a page waits for, on a machine that has other work too.</summary>
    public const float Patience = 60_000;

    private readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> _started = new(StartAsync);

    /// <summary>A window of its own: nothing of others is in it.</summary>
    public async Task<StudioPage> OpenAsync(Uri address, int width = 1440, int height = 900, bool isDark = false)
    {
        IBrowserContext context = await (await _started.Value).Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            AcceptDownloads = true,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(Patience);
        return new StudioPage(await context.NewPageAsync(), address);
    }

    /// <summary>The same, signed in with a key of the tenant's.</summary>
    public async Task<StudioPage> OpenAsync(StudioServer server, string tenant)
    {
        StudioPage studio = await OpenAsync(await server.GetAddressAsync());
        await studio.SignInAsync(await server.CreateKeyAsync(tenant));
        return studio;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_started.IsValueCreated)
            return;
        (IPlaywright playwright, IBrowser browser) = await _started.Value;
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    private static async Task<(IPlaywright, IBrowser)> StartAsync()
    {
        IPlaywright playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(Patience);
        string[] names = ["chromium", "chromium-browser", "google-chrome"];
        string path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException("Chromium is not installed; ./test.sh does it.");
        // A container has neither the user namespaces of Chromium's sandbox nor much shared memory.
        return (playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Args = ["--no-sandbox", "--disable-dev-shm-usage"],
        }));
    }
}
