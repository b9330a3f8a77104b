using System.Diagnostics;
using JanusCluster.Client.Cli;
using JanusCluster.Client.Hub;
using JanusCluster.Client.Tests.Cli;
using Microsoft.AspNetCore.Http;

namespace JanusCluster.Client.Tests.Pull;

/// <summary>Pulls that are stopped or killed in the middle.</summary>
public sealed class ModelPullStopTests
{
    private const string Weights = SyntheticCheckpoint.Weights;
    private const int Half = 1_000_000;

    private static readonly string Program = AppContext.BaseDirectory.Replace(
        Path.Combine("tests", "Client.Tests"), Path.Combine("src", "Client"), StringComparison.Ordinal) + "JanusCluster.Client.dll";

    [Fact]
    public async Task Pull_Interrupted_SaysHowToGoOnAndDoes()
    {
        await using PullBench bench = await PullBench.StartAsync(SyntheticCheckpoint.Make(2 * Half));
        using var interruption = new Interruption(() => { });
        bench.Hub.Instead = StopIn(bench, interruption.Raise);
        CommandRun stopped = await bench.PullAsync(interruption);
        Assert.Equal(ExitCode.Interrupted, stopped.Code);
        Assert.Contains("run the same command again", stopped.Notes, StringComparison.Ordinal);
        Assert.False(Directory.Exists(bench.Out));

        long before = bench.Hub.Sent;
        CommandRun run = await bench.PullAsync();
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        Assert.Contains("are here already", run.Notes, StringComparison.Ordinal);
        Assert.InRange(bench.Hub.Sent - before, 1, Half + 100_000);
        bench.AssertWhole();
    }

    [Fact]
    public async Task Pull_Killed_LeavesNoCheckpointAndGoesOn()
    {
        await using PullBench bench = await PullBench.StartAsync(SyntheticCheckpoint.Make(2 * Half));
        using Process killed = Start(bench);
        // SIGKILL: nothing of the process runs any more.
        bench.Hub.Instead = StopIn(bench, killed.Kill);
        await killed.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(ExitCode.Success, killed.ExitCode);
        Assert.False(Directory.Exists(bench.Out));

        long before = bench.Hub.Sent;
        await AssertEndsAsync(bench);
        Assert.InRange(bench.Hub.Sent - before, 1, Half + 100_000);
        bench.AssertWhole();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Pull_KilledAgainAndAgain_IsThereWholeOrNotAtAll(int seed)
    {
        await using PullBench bench = await PullBench.StartAsync(SyntheticCheckpoint.Make(2 * Half, seed));
        var random = new Random(seed);
        bench.Hub.Instead = async (context, file) =>
        {
            if (file is not null)
                await bench.Hub.SendAsync(context, bench.Hub.Files[file].Content, pause: 5);
            return file is not null;
        };
        for (int kills = 0; kills < 3; kills++)
        {
            using Process process = Start(bench);
            long limit = bench.Hub.Sent + random.Next(1, Half);
            while (!process.HasExited && bench.Hub.Sent < limit)
                await Task.Delay(1, TestContext.Current.CancellationToken);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (Directory.Exists(bench.Out))
                break;
        }

        bench.Hub.Instead = (_, _) => Task.FromResult(false);
        await AssertEndsAsync(bench);
        bench.AssertWhole();
    }

    /// <summary>Sends the half of the weights, does something when it is on the client's disk, and keeps quiet.</summary>
    private static Func<HttpContext, string?, Task<bool>> StopIn(PullBench bench, Action stop)
    {
        int first = 1;
        return async (context, file) =>
        {
            if (file != Weights || Interlocked.Exchange(ref first, 0) == 0)
                return false;
            await bench.Hub.SendAsync(context, bench.Hub.Files[file].Content, Half);
            await bench.WaitForAsync(file, Half);
            stop();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        };
    }

    private static async Task AssertEndsAsync(PullBench bench)
    {
        using Process process = Start(bench);
        Task<string> notes = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == ExitCode.Success, await notes);
    }

    /// <summary>The front's own program, as an init container runs it.</summary>
    private static Process Start(PullBench bench)
    {
        var start = new ProcessStartInfo("dotnet", [Program, "model", "pull", FakeHub.Repository, "--out", bench.Out])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment.Remove(HubToken.Variable);
        start.Environment[HubAddress.Variable] = bench.Hub.Address;
        return Process.Start(start)!;
    }
}
