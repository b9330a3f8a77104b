using JanusCluster.Bench.Faults.Checking;
using JanusCluster.Bench.Faults.History;

namespace JanusCluster.EndToEnd.Tests.Faults;

public sealed class EffortCountTests
{
    private const string First = "model-0.0", Second = "model-1.0";

    [Fact]
    public void Of_NothingDisturbed_RedoesNothing() => Assert.Equal(
        new Effort(128, 0, 0, 0, 0, 0, 0),
        Count([Histories.Accepted, Started(20, First, 0, "a", 0), Ended(30, First, 0), Started(20, First, 1, "b", 0), Ended(30, First, 1)], (First, 0, 64), (First, 1, 64)));

    [Fact]
    public void Of_ProcessKilled_CountsWhatWasBehindTheLastCheckpoint() => Assert.Equal(
        new Effort(64 + 8, 8, Kills: 1, Killed: 1, RedoneForKills: 8, 0, 0),
        Count([Histories.Accepted, Started(20, First, 0, "a", 0), Sent(25, First, ProcessSignal.Kill), Started(30, Second, 0, "a", 32)], (First, 0, 40), (Second, 0, 32)));

    [Fact]
    public void Of_KilledAfterAnotherTookOver_IsNotTheKillsFault() => Assert.Equal(
        new Effort(64 + 40, 40, 0, 0, 0, 0, 0),
        Count([Histories.Accepted, Started(20, First, 0, "a", 0), Started(24, Second, 0, "a", 0), Sent(25, First, ProcessSignal.Kill)], (First, 0, 40), (Second, 0, 64)));

    [Fact]
    public void Of_ProcessDrained_CountsApart() => Assert.Equal(
        new Effort(64, 0, 0, 0, 0, Drained: 1, RedoneForDrains: 0),
        Count([Histories.Accepted, Started(20, First, 0, "a", 0), Sent(25, First, ProcessSignal.Drain), Ended(26, First, 0), Started(30, Second, 0, "a", 40)], (First, 0, 40), (Second, 0, 24)));

    [Fact]
    public void Of_TwoAtTheSameImage_CountsWhatTheLaterMade() => Assert.Equal(
        new Effort(64 + 30, 30, 0, 0, 0, 0, 0),
        Count([Histories.Accepted, Started(20, First, 0, "a", 0), Started(21, Second, 0, "a", 0), Ended(30, First, 0)], (First, 0, 64), (Second, 0, 30)));

    private static Effort Count(HistoryEvent[] history, params (string Process, int Slot, int Codes)[] counts) =>
        EffortCount.Of(history, (process, slot) => counts.Single(count => count.Process == process && count.Slot == slot).Codes);

    private static ImageStarted Started(long at, string process, int slot, string id, int resumed) => new(at, process, slot, id, resumed);

    private static ImageEnded Ended(long at, string process, int slot) => new(at, process, slot);

    private static ProcessSignalled Sent(long at, string process, ProcessSignal signal) => new(at, process, signal);
}
