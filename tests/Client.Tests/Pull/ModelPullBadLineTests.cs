using System.Globalization;
using JanusCluster.Client.Cli;
using JanusCluster.Client.Tests.Cli;
using Microsoft.AspNetCore.Http;

namespace JanusCluster.Client.Tests.Pull;

/// <summary>Pulls over lines that break, stall and are busy.</summary>
public sealed class ModelPullBadLineTests
{
    private const string Weights = SyntheticCheckpoint.Weights;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Pull_ConnectionsThatBreakAnywhere_GoesOnWhereTheyBroke(int seed)
    {
        await using PullBench bench = await PullBench.StartAsync();
        var random = new Random(seed);
        bench.Hub.Instead = async (context, file) =>
        {
            int most, kind;
            lock (random)
                (most, kind) = (random.Next(1, 60_000), random.Next(5));
            if (kind == 0)
            {
                context.Abort();
                return true;
            }

            if (file is null || (kind == 1 && file != Weights))
                return false;
            // Shorter than it says: the server closes the connection behind it.
            await bench.Hub.SendAsync(context, bench.Hub.Files[file].Content, most);
            return true;
        };
        CommandRun run = await bench.PullAsync();
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        bench.AssertWhole();
        Assert.Contains(bench.Hub.Seen, request => request.Range.Length > 0);
    }

    [Fact]
    public async Task Pull_BrokenConnection_AsksForTheRestAlone()
    {
        await using PullBench bench = await PullBench.StartAsync();
        BreakFirst(bench, 100_000);
        CommandRun run = await bench.PullAsync();
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        bench.AssertWhole();
        Assert.Equal(["", "bytes=100000-"], bench.Hub.Seen.Where(request => request.File == Weights).Select(request => request.Range));
        Assert.Equal(SyntheticCheckpoint.Fetched.Sum(file => bench.Hub.Files[file].Content.Length), bench.Hub.Sent);
    }

    [Fact]
    public async Task Pull_HostThatBeginsAnewEachTime_StartsAgain()
    {
        await using PullBench bench = await PullBench.StartAsync();
        BreakFirst(bench, 100_000, next: context => bench.Hub.SendAsync(context, bench.Hub.Files[Weights].Content, ranges: false));
        CommandRun run = await bench.PullAsync();
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        bench.AssertWhole();
    }

    [Fact]
    public async Task Pull_HostThatBeginsAnewAndBreaksEachTime_IsGivenUp()
    {
        await using PullBench bench = await PullBench.StartAsync();
        bench.Patience = bench.Patience with { Tries = 3 };
        BreakFirst(bench, 100_000, next: context => bench.Hub.SendAsync(context, bench.Hub.Files[Weights].Content, 100_000, ranges: false));
        bench.AssertRefused(await bench.PullAsync(), Weights, "does not go on where it broke");
    }

    [Fact]
    public async Task Pull_HubThatIsGone_IsGivenUpAfterSomeTries()
    {
        await using PullBench bench = await PullBench.StartAsync();
        bench.Patience = bench.Patience with { Tries = 3 };
        bench.Hub.Instead = (context, file) =>
        {
            if (file == Weights)
                context.Abort();
            return Task.FromResult(file == Weights);
        };
        bench.AssertRefused(await bench.PullAsync(), Weights, "Given up after 3 tries", "the same command goes on");
        // The client itself asks once more where a connection had been used before.
        Assert.InRange(bench.Hub.Asked(Weights), 3, 12);
    }

    [Fact]
    public async Task Pull_BrokenConnectionWhileSomebodyWatches_GoesOn()
    {
        await using PullBench bench = await PullBench.StartAsync();
        bench.IsLive = true;
        BreakFirst(bench, 100_000);
        CommandRun run = await bench.PullAsync();
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        Assert.Contains(FakeHub.Commit, run.Notes, StringComparison.Ordinal);
        bench.AssertWhole();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    public async Task Pull_HostThatKeepsQuiet_IsAskedAgain(int sent)
    {
        await using PullBench bench = await PullBench.StartAsync();
        bench.Patience = bench.Patience with { Silence = TimeSpan.FromSeconds(2) };
        int stalls = 1;
        bench.Hub.Instead = async (context, file) =>
        {
            if (file != Weights || Interlocked.Decrement(ref stalls) < 0)
                return false;
            if (sent > 0)
                await bench.Hub.SendAsync(context, bench.Hub.Files[file].Content, sent);
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        };
        CommandRun run = await bench.PullAsync();
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        Assert.Contains("nothing came for 2 s", run.Notes, StringComparison.Ordinal);
        bench.AssertWhole();
        Assert.Equal(sent > 0 ? $"bytes={sent}-" : "", bench.Hub.Seen.Last(request => request.File == Weights).Range);
    }

    [Theory]
    [InlineData(429, "3600")]
    [InlineData(503, "Wed, 21 Oct 2099 07:28:00 GMT")]
    [InlineData(503, "0")]
    [InlineData(500, null)]
    [InlineData(429, "soon")]
    public async Task Pull_HostThatIsBusy_IsAskedAgainWithinBounds(int status, string? retryAfter)
    {
        await using PullBench bench = await PullBench.StartAsync();
        int seen = 0;
        bench.Hub.Instead = (context, file) =>
        {
            // Every second request, of whatever.
            if (Interlocked.Increment(ref seen) % 2 == 0)
                return Task.FromResult(false);
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = retryAfter;
            return Task.FromResult(true);
        };
        CommandRun run = await bench.PullAsync("--parallel", "1");
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        Assert.Contains(status.ToString(CultureInfo.InvariantCulture), run.Notes, StringComparison.Ordinal);
        bench.AssertWhole();
    }

    private static void BreakFirst(PullBench bench, int bytes, Func<HttpContext, Task>? next = null)
    {
        int asked = 0;
        bench.Hub.Instead = async (context, file) =>
        {
            if (file != Weights)
                return false;
            if (Interlocked.Increment(ref asked) == 1)
                await bench.Hub.SendAsync(context, bench.Hub.Files[file].Content, bytes);
            else if (next is not null)
                await next(context);
            else
                return false;
            return true;
        };
    }
}
