using JanusCluster.Client.Cli;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.Hub;
using JanusCluster.Client.Pull;
using JanusCluster.Client.Tests.Cli;

namespace JanusCluster.Client.Tests.Pull;

/// <summary>A hub, a folder to pull to, and the command between them.</summary>
internal sealed class PullBench : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private PullBench(FakeHub hub) => Hub = hub;

    public FakeHub Hub { get; }

    public string Out => _folder["models/Tiny-Janus"];

    public string Partial => _folder["models/.Tiny-Janus.partial"];

    public string PartOf(string file) => Path.Combine(Partial, FakeHub.Commit, $"{file}.part");

    /// <summary>Short pauses; but as long for an answer as a slow machine may need.</summary>
    public HubPatience Patience { get; set; } = new()
    {
        Tries = 20,
        FirstPause = TimeSpan.FromMilliseconds(1),
        LongestPause = TimeSpan.FromMilliseconds(4),
        LongestRetryAfter = TimeSpan.FromMilliseconds(20),
        LockPeriod = TimeSpan.FromMilliseconds(10),
    };

    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Somebody watches.</summary>
    public bool IsLive { get; set; }

    public string this[string name] => _folder[name];

    public static async Task<PullBench> StartAsync(Dictionary<string, FakeFile>? files = null) =>
        new(await FakeHub.StartAsync(files ?? SyntheticCheckpoint.Make()));

    public async Task<CommandRun> PullAsync(params string[] more)
    {
        using var interruption = new Interruption(() => { });
        return await PullAsync(interruption, more);
    }

    public async Task<CommandRun> PullAsync(Interruption interruption, params string[] more)
    {
        using StringWriter results = new(), notes = new();
        var output = new CommandOutput(results, notes, TextReader.Null, false, IsLive, false);
        string[] hub = more.Contains("--hub") ? [] : ["--hub", Hub.Address];
        int code = await JanusCommandLine.RunAsync(
            ["pull", FakeHub.Repository, "--out", Out, .. hub, .. more],
            new RedisClusterConnector(), output, interruption, TimeProvider.System,
            scope => [ModelPullCommand.Create(scope, Patience, Variables.GetValueOrDefault)]);
        return new CommandRun(code, results.ToString(), notes.ToString());
    }

    /// <summary>The folder holds just what the hub has of a checkpoint, byte for byte, and nothing is left beside it.</summary>
    public void AssertWhole(params string[] files)
    {
        string[] expected = files.Length > 0 ? files : SyntheticCheckpoint.Fetched;
        Assert.Equal([.. expected.Append(PullRecord.FileName).Order(StringComparer.Ordinal)], Directory.GetFileSystemEntries(Out).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(expected, file => Assert.True(Hub.Files[file].Content.AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(Out, file))), file));
        Assert.False(Directory.Exists(Partial));
    }

    public void AssertRefused(CommandRun run, params string[] words)
    {
        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.All(words, word => Assert.Contains(word, run.Notes, StringComparison.Ordinal));
        Assert.DoesNotContain("Something went wrong inside", run.Notes, StringComparison.Ordinal);
        Assert.Empty(run.Results);
        Assert.False(Directory.Exists(Out));
    }

    /// <summary>Waits until this much of a file is on the disk.</summary>
    public async Task WaitForAsync(string file, long bytes)
    {
        while (new FileInfo(PartOf(file)) is not { Exists: true } part || part.Length < bytes)
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        _folder.Dispose();
    }
}
