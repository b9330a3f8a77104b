using JanusCluster.EndToEnd.Tests.Commands;
using JanusCluster.EndToEnd.Tests.Repository;

namespace JanusCluster.EndToEnd.Tests.Cluster;

public sealed class ClusterUpTests : IDisposable
{
    /// <summary>A second of work an image.</summary>
    private static readonly Dictionary<string, string> Simulated = new()
    {
        ["Silo__Simulated__CodesPerImage"] = "100",
        ["Silo__Simulated__StepMilliseconds"] = "10",
        ["Silo__CheckpointCodes"] = "16",
    };

    private readonly Janus _janus = new();

    public void Dispose() => _janus.Dispose();

    [Fact]
    public async Task Up_SimulatedSilos_MakeImagesAcrossAKillAndADrainAndEndInGoodOrder()
    {
        await using UpCluster cluster = await UpCluster.StartAsync(_janus, Simulated, "--silos", "2", "--fronts", "2", "--simulated");
        Dictionary<string, int> processes = cluster.Processes;
        Assert.Equal(["front-1", "front-2", "redis", "silo-1", "silo-2"], processes.Keys.Order());

        // docs/operations.md: a front's memory would grow without it.
        Assert.Contains("MALLOC_ARENA_MAX=", File.ReadAllText($"/proc/{processes["front-1"]}/environ"), StringComparison.Ordinal);

        await AssertAsync(cluster, ["silo-1", "silo-2", "simulated@", "active"], "cluster", "status");
        await AssertAsync(cluster, ["3 images, 0 errors"], "generate", "a red circle", "-n", "3", "--out", "one");

        CommandRun remote = await _janus.RunAsync(
            "generate", "a green star", "-n", "2", "--out", "remote", "--endpoint", cluster.AddressOf("front-2"), "--key-file", Path.Combine(UpCluster.Folder, "key"));
        Assert.True(remote.Output.Contains("2 images, 0 errors", StringComparison.Ordinal), remote.Output + remote.Error + cluster.Said);
        Assert.Contains(cluster.AddressOf("front-1"), cluster.Said, StringComparison.Ordinal);

        await File.WriteAllLinesAsync(_janus.PathOf("prompts.txt"), Enumerable.Range(1, 60).Select(i => $"picture {i}"), TestContext.Current.CancellationToken);
        Task<CommandRun> bulk = cluster.RunAsync("bulk", "prompts.txt", "--out", "many");
        await WaitForFilesAsync(5);
        await CommandRun.RunAsync("kill", ["-KILL", $"{processes["silo-1"]}"]);
        await cluster.WaitAsync("silo-1 ended with code 137; it is started again", TimeSpan.FromMinutes(1));
        CommandRun made = await bulk;
        Assert.True(made.Output.Contains("60 images, 0 errors", StringComparison.Ordinal), made.Output + made.Error + cluster.Said);
        Assert.Equal(60, Directory.GetFiles(_janus.PathOf("many"), "*.png").Length);

        CommandRun unknown = await cluster.RunAsync("cluster", "drain", "silo-9");
        Assert.Equal((1, "There is no silo silo-9; there is silo-1, silo-2."), (unknown.ExitCode, unknown.Error.Trim()));
        await AssertAsync(cluster, ["silo-2 has left"], "cluster", "drain", "silo-2");
        await cluster.WaitAsync("silo-2 has left.", TimeSpan.FromMinutes(1));
        await AssertAsync(cluster, ["1 image, 0 errors"], "generate", "a blue square", "-n", "1", "--out", "one");

        Assert.Equal(0, await cluster.TerminateAsync());
        Assert.False(File.Exists(_janus.PathOf(UpCluster.Folder, "cluster.json")));
        Assert.DoesNotContain("is killed", cluster.Said, StringComparison.Ordinal);
        CommandRun gone = await cluster.RunAsync("jobs", "list");
        Assert.Equal(1, gone.ExitCode);
        Assert.Contains("janus cluster up", gone.Error, StringComparison.Ordinal);
    }

    private static async Task AssertAsync(UpCluster cluster, string[] told, params string[] arguments)
    {
        CommandRun run = await cluster.RunAsync(arguments);
        Assert.True(run.ExitCode == 0, run.Output + run.Error + cluster.Said);
        Assert.All(told, text => Assert.Contains(text, run.Output, StringComparison.Ordinal));
    }

    private async Task WaitForFilesAsync(int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!Directory.Exists(_janus.PathOf("many")) || Directory.GetFiles(_janus.PathOf("many"), "*.png").Length < count)
            await Task.Delay(50, limit.Token);
    }
}
