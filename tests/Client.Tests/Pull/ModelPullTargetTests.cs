using JanusCluster.Client.Cli;
using JanusCluster.Client.Tests.Cli;

namespace JanusCluster.Client.Tests.Pull;

/// <summary>Targets that are there, empty, taken, or pulled to by two at once.</summary>
public sealed class ModelPullTargetTests
{
    private const string Weights = SyntheticCheckpoint.Weights;

    [Fact]
    public async Task Pull_Again_FetchesNothing()
    {
        await using PullBench bench = await PullBench.StartAsync();
        await bench.PullAsync();
        long sent = bench.Hub.Sent;
        CommandRun run = await bench.PullAsync("--verify");
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        Assert.Contains("already there", run.Notes, StringComparison.Ordinal);
        Assert.Equal(sent, bench.Hub.Sent);
        bench.AssertWhole();
    }

    [Fact]
    public async Task Pull_AgainByCommit_AsksNoHub()
    {
        await using PullBench bench = await PullBench.StartAsync();
        await bench.PullAsync();
        int seen = bench.Hub.Seen.Count;
        CommandRun run = await bench.PullAsync("--revision", FakeHub.Commit);
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        Assert.Equal(seen, bench.Hub.Seen.Count);
    }

    [Fact]
    public async Task Pull_FileCutMeanwhile_IsFoundOut()
    {
        await using PullBench bench = await PullBench.StartAsync();
        await bench.PullAsync();
        await using (FileStream file = File.OpenWrite(Path.Combine(bench.Out, Weights)))
            file.SetLength(1000);
        CommandRun run = await bench.PullAsync();
        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.Contains($"{Weights} has 1000 bytes", run.Notes, StringComparison.Ordinal);
        File.Delete(Path.Combine(bench.Out, Weights));
        Assert.Contains($"{Weights} is missing", (await bench.PullAsync()).Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_ByteChangedMeanwhile_IsFoundOutByVerify()
    {
        await using PullBench bench = await PullBench.StartAsync();
        await bench.PullAsync();
        await using (FileStream file = File.OpenWrite(Path.Combine(bench.Out, Weights)))
        {
            file.Position = 200_000;
            file.WriteByte((byte)(bench.Hub.Files[Weights].Content[200_000] ^ 1));
        }

        Assert.Equal(ExitCode.Success, (await bench.PullAsync()).Code);
        CommandRun run = await bench.PullAsync("--verify");
        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.Contains($"{Weights} is not what was pulled", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_OtherCommitIsThere_IsRefused()
    {
        await using PullBench bench = await PullBench.StartAsync();
        await bench.PullAsync();
        CommandRun run = await bench.PullAsync("--revision", new string('f', 40));
        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.Contains(FakeHub.Commit, run.Notes, StringComparison.Ordinal);
        Assert.Contains("Nothing is overwritten", run.Notes, StringComparison.Ordinal);
        bench.AssertWhole();
    }

    [Theory]
    [InlineData("config.json", "{}")]
    [InlineData(".janus-pull.json", "{}")]
    [InlineData(".janus-pull.json", "not JSON")]
    [InlineData(".janus-pull.json", """{"repository":"someone/Tiny-Janus","commit":"0123456789abcdef0123456789abcdef01234567","files":[{"name":"../x","size":1,"hash":{"kind":"sha256","hex":"00"}}]}""")]
    [InlineData(".janus-pull.json", """{"repository":"someone/Tiny-Janus","commit":"0123456789abcdef0123456789abcdef01234567","files":[null]}""")]
    public async Task Pull_FolderOfSomebodyElse_IsNotTouched(string name, string content)
    {
        await using PullBench bench = await PullBench.StartAsync();
        Directory.CreateDirectory(bench.Out);
        await File.WriteAllTextAsync(Path.Combine(bench.Out, name), content, TestContext.Current.CancellationToken);
        CommandRun run = await bench.PullAsync();
        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.Contains("no pull has made it", run.Notes, StringComparison.Ordinal);
        Assert.Equal(0, bench.Hub.Sent);
        Assert.Equal(content, await File.ReadAllTextAsync(Path.Combine(bench.Out, name), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Pull_EmptyFolder_IsFilled()
    {
        await using PullBench bench = await PullBench.StartAsync();
        Directory.CreateDirectory(bench.Out);
        CommandRun run = await bench.PullAsync();
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        bench.AssertWhole();
    }

    [Fact]
    public async Task Pull_TwoAtOnce_OneFetchesAndBothHaveIt()
    {
        await using PullBench bench = await PullBench.StartAsync();
        bench.Hub.Instead = async (context, file) =>
        {
            // Until both are past the list, one of them at the lock.
            while (file is not null && bench.Hub.Seen.Count(request => request.Path.Contains("/tree/", StringComparison.Ordinal)) < 2)
                await Task.Delay(5, context.RequestAborted);
            return false;
        };
        CommandRun[] runs = await Task.WhenAll(bench.PullAsync(), bench.PullAsync());
        Assert.All(runs, run => Assert.True(run.Code == ExitCode.Success, run.Notes));
        Assert.Single(runs, run => run.Notes.Contains("already there", StringComparison.Ordinal));
        Assert.Equal(SyntheticCheckpoint.Fetched.Sum(file => bench.Hub.Files[file].Content.Length), bench.Hub.Sent);
        bench.AssertWhole();
    }

    [Fact]
    public async Task Pull_PartsOfAnotherCommit_AreRemoved()
    {
        await using PullBench bench = await PullBench.StartAsync();
        string other = Path.Combine(bench.Partial, new string('f', 40));
        Directory.CreateDirectory(other);
        await File.WriteAllTextAsync(Path.Combine(other, "config.json"), "{}", TestContext.Current.CancellationToken);
        CommandRun run = await bench.PullAsync();
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        bench.AssertWhole();
    }
}
