using JanusCluster.Bench.Faults.Checking;
using JanusCluster.Bench.Faults.History;
using JanusCluster.Contracts.Jobs;
using static JanusCluster.EndToEnd.Tests.Faults.Histories;

namespace JanusCluster.EndToEnd.Tests.Faults;

public sealed class EpochRulesTests
{
    [Fact]
    public void Check_CheckpointOfAnOldEpochAccepted_IsStale() => Assert.Equal(
        [EpochRules.Stale], Broken([.. Good, new ItemWritten(53, 52, Shard, 0, 1, IsResult: false, WriteVerdict.Written)], GoodEnd));

    [Fact]
    public void Check_WriteBegunBeforeTheLaterGrantWasDurable_IsNotStale() => Assert.Empty(
        Broken([.. Good, new ItemWritten(45, 40, Shard, 0, 1, IsResult: false, WriteVerdict.Written)], GoodEnd));

    [Fact]
    public void Check_OldEpochOfAnotherItem_IsNotStale() => Assert.Empty(
        Broken([.. Good, new ItemWritten(53, 52, Shard, 1, 1, IsResult: false, WriteVerdict.Written)], GoodEnd));

    [Fact]
    public void Check_ResultsOfTwoEpochsAccepted_IsFinishedTwice() => Assert.Equal(
        [EpochRules.Twice], Broken([.. Good, new ItemWritten(69, 68, Shard, 0, 3, IsResult: true, WriteVerdict.Written)], GoodEnd));

    [Fact]
    public void Check_GrantedAfterItsResult_IsUndone() => Assert.Equal(
        [EpochRules.Undone], Broken([.. Good, new ItemGranted(69, 68, Shard, 0, 4, GrantState.Granted)], GoodEnd));
}
