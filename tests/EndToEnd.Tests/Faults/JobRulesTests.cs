using JanusCluster.Bench.Faults.Checking;
using JanusCluster.Contracts.Jobs;
using static JanusCluster.EndToEnd.Tests.Faults.Histories;

namespace JanusCluster.EndToEnd.Tests.Faults;

public sealed class JobRulesTests
{
    [Fact]
    public void Check_AllWentWell_FindsNothing() => Assert.Empty(Broken(Good, GoodEnd));

    [Fact]
    public void Check_JobIsUnknown_IsLost() => Assert.Equal(
        [BlobRules.Orphan, JobRules.Lost], Broken(Good, GoodEnd with { Jobs = [new FinalJob(Job, null, [])] }));

    [Fact]
    public void Check_JobIsNotFinal_IsUnfinished() => Assert.Equal(
        [JobRules.Unfinished], Broken(Good, GoodEnd with { Jobs = [new FinalJob(Job, JobState.Running, [A, B, C])] }));

    [Fact]
    public void Check_ItemIsMissing_IsLost() => Assert.Equal([JobRules.Lost], Broken(Good, With(A, B)));

    [Fact]
    public void Check_ItemIsThereTwice_IsFound() => Assert.Equal([JobRules.Twice], Broken(Good, With(A, B, C, C with { Index = 3 })));

    [Theory]
    [InlineData(ItemState.Queued)]
    [InlineData(ItemState.Generated)]
    [InlineData(ItemState.Failed)]
    internal void Check_ItemIsNotDelivered_IsUnfinished(ItemState state) =>
        Assert.Equal([JobRules.Unfinished], Broken(Good, With(A, B, C with { State = state })));

    [Theory]
    [InlineData(null)]
    [InlineData("codes-of-another")]
    public void Check_ResultReadsBackOtherwise_IsWrong(string? sha256) =>
        Assert.Equal([JobRules.Wrong], Broken(Good, With(A with { Sha256 = sha256 }, B, C)));

    [Fact]
    public void Check_ItemThatNobodyAskedFor_IsForeign() =>
        Assert.Equal([JobRules.Foreign], Broken(Good, With(A, B, C, C with { Index = 3, CustomId = "d" })));
}
