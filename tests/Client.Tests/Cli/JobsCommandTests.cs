using JanusCluster.Client.Tests.Cluster;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Client.Tests.Cli;

public sealed class JobsCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeCluster _cluster = new();

    public void Dispose() => _folder.Dispose();

    private async Task<string> MakeJobAsync(string prompt)
    {
        await CommandRun.StartAsync(_cluster, "generate", prompt, "-n", "1", "--out", _folder["o"]);
        return _cluster.Jobs.Keys.Single().Split('/')[1];
    }

    private async Task<string> RunAsync(params string[] args) => (await CommandRun.StartAsync(_cluster, ["jobs", .. args])).Results.Trim();

    [Fact]
    public async Task PauseAndResume_OpenJob_SayWhatItIsNow()
    {
        string id = await MakeJobAsync("impossible");
        await RunAsync("retry", id);
        Assert.Contains("is paused", await RunAsync("pause", id), StringComparison.Ordinal);
        Assert.Contains("paused", await RunAsync("list"), StringComparison.Ordinal);
        Assert.Contains("is open", await RunAsync("resume", id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_FailedItems_MakesThemAgainOnce()
    {
        string id = await MakeJobAsync("impossible");
        Assert.Contains("1 failed items", await RunAsync("retry", id), StringComparison.Ordinal);
        Assert.Contains("Nothing", await RunAsync("retry", id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_SomebodyWaits_BulkNobody()
    {
        await MakeJobAsync("a cat");
        Assert.Equal(WorkClass.Interactive, _cluster.Jobs.Values.Single(job => job.Submissions > 0).Specification!.Class);

        _cluster.Jobs.Clear();
        File.WriteAllText(_folder["in.txt"], "a dog");
        await CommandRun.StartAsync(_cluster, "bulk", _folder["in.txt"], "--out", _folder["o"]);
        Assert.Equal(WorkClass.Bulk, _cluster.Jobs.Values.Single(job => job.Submissions > 0).Specification!.Class);
    }
}
