using JanusCluster.Contracts;
using JanusCluster.Silo.Models;
using Microsoft.Extensions.Time.Testing;

namespace JanusCluster.Silo.Tests.Models;

public sealed class SimulatedEngineTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_Alone_MakesOneAStep()
    {
        using var engine = new SimulatedEngine(Step, _time);
        Recorded run = Start(engine, 0, 3);
        _time.Advance(Step / 2);
        Assert.Empty(run.Counts);
        _time.Advance(Step / 2);
        Assert.Equal([1], run.Counts);
        _time.Advance(2 * Step);
        await run.Ended.WaitAsync(Limit, Token);
        Assert.Equal([1, 2, 3], run.Counts);
    }

    [Fact]
    public void Run_ArrivesDuringAStep_JoinsTheNextOne()
    {
        using var engine = new SimulatedEngine(Step, _time);
        Recorded first = Start(engine, 0, 10);
        _time.Advance(Step / 2);
        Recorded second = Start(engine, 4, 10);
        _time.Advance(Step / 2);
        Assert.Equal([1], first.Counts);
        Assert.Empty(second.Counts);
        _time.Advance(Step);
        Assert.Equal([1, 2], first.Counts);
        Assert.Equal([5], second.Counts);
    }

    [Fact]
    public async Task Run_AfterAnIdleTime_BeginsAtOnce()
    {
        using var engine = new SimulatedEngine(Step, _time);
        Recorded first = Start(engine, 0, 1);
        _time.Advance(Step);
        await first.Ended.WaitAsync(Limit, Token);
        _time.Advance(Step * 10.5);
        Recorded second = Start(engine, 0, 1);
        _time.Advance(Step);
        await second.Ended.WaitAsync(Limit, Token);
    }

    [Fact]
    public async Task Run_Cancelled_EndsWithoutAnotherCode()
    {
        using var engine = new SimulatedEngine(Step, _time);
        using var cancelled = new CancellationTokenSource();
        Recorded run = StartCancellable(engine, 0, 9, cancelled.Token), other = Start(engine, 0, 9);
        _time.Advance(2 * Step);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Ended.WaitAsync(Limit, Token));
        int made = other.Counts.Count;
        _time.Advance(2 * Step);
        Assert.DoesNotContain(3, run.Counts);
        Assert.Equal(made + 2, other.Counts.Count);
    }

    [Fact]
    public void Run_ProcessWasStopped_LosesTheTime()
    {
        using var engine = new SimulatedEngine(Step, _time);
        Recorded run = Start(engine, 0, 10_000);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.InRange(run.Counts.Count, 1, 60);
    }

    [Fact]
    public async Task Dispose_WhileItRuns_FailsTheRunAndRefusesOthers()
    {
        var engine = new SimulatedEngine(Step, _time);
        Recorded run = Start(engine, 0, 9);
        engine.Dispose();
        foreach (Task ended in (Task[])[run.Ended, Start(engine, 0, 9).Ended])
        {
            JanusException e = await Assert.ThrowsAsync<JanusException>(() => ended.WaitAsync(Limit, Token));
            Assert.Equal(ErrorCode.Unavailable, e.Code);
        }
    }

    [Fact]
    public void Run_NoStepTime_IsDoneAtOnce()
    {
        using var engine = new SimulatedEngine(TimeSpan.Zero, _time);
        Recorded run = Start(engine, 2, 576);
        Assert.True(run.Ended.IsCompletedSuccessfully);
        Assert.Equal([576], run.Counts);
    }

    private static Recorded Start(SimulatedEngine engine, int made, int total) => StartCancellable(engine, made, total, Token);

    private static Recorded StartCancellable(SimulatedEngine engine, int made, int total, CancellationToken cancellationToken)
    {
        var counts = new List<int>();
        return new Recorded(counts, engine.RunAsync(new SimulatedRun(made, total, counts.Add), cancellationToken));
    }

    private sealed record Recorded(List<int> Counts, Task Ended);
}
