using System.Diagnostics;
using JanusCluster.Imaging;
using JanusCluster.Imaging.Png;

namespace JanusCluster.Client.Tests.OpenAi;

/// <summary>The official openai package of npm drives the whole API (tests/openai-node/drive.mjs).</summary>
public sealed class NodeClientTests(JanusServer server)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Drive_RunningServer_EveryStepIsOk()
    {
        (Uri address, string key) = await server.GetAsync();
        using var folder = new TemporaryFolder();
        string picture = Path.Combine(folder.Path, "picture.png");
        await File.WriteAllBytesAsync(picture, PngEncoder.Encode(new RgbImage(20, 12, [.. Enumerable.Range(0, 720).Select(i => (byte)i)])), TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo("node", ["drive.mjs", picture])
        {
            WorkingDirectory = Find(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["JANUS_ENDPOINT"] = address.GetLeftPart(UriPartial.Authority);
        start.Environment["JANUS_API_KEY"] = key;
        using Process node = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        Task<string> said = node.StandardOutput.ReadToEndAsync(limit.Token), failed = node.StandardError.ReadToEndAsync(limit.Token);
        await node.WaitForExitAsync(limit.Token);

        Assert.True(node.ExitCode == 0, await said + await failed);
        Assert.Equal(
            ["models", "images", "streamedImages", "chat", "streamedChatWithImages", "responses", "conversations", "filesAndBatches", "errors"],
            (await said).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line["ok ".Length..]));
    }

    internal static string Find() => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory[..AppContext.BaseDirectory.IndexOf($"{Path.DirectorySeparatorChar}Client.Tests{Path.DirectorySeparatorChar}", StringComparison.Ordinal)], "openai-node"));
}
