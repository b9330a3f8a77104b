using JanusCluster.Client.Studio.Jobs;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Studio.Tests.Components;

public sealed class JobWordsTests
{
    private static readonly JobStatus Job = new(
        "t", "j", "n", "m", JobState.Running, new ItemCounts(1000, 0, 250, 0, 0), 1600, 6400, 64.4, TimeSpan.FromSeconds(75), DateTimeOffset.UnixEpoch, null);

    [Fact]
    public void ProgressOf_Running_TellsRateAndTime() => Assert.Equal("250 of 1,000 · 64 codes/s · about 75 s left", JobWords.ProgressOf(Job));

    [Fact]
    public void PercentOf_Running_IsOfTheCodes() => Assert.Equal(25, JobWords.PercentOf(Job));

    [Theory]
    [InlineData(null, "waiting for a free place")]
    [InlineData(0, "waiting for a free place, the next one")]
    [InlineData(1, "waiting for a free place, about 1 picture before it")]
    [InlineData(1200, "waiting for a free place, about 1,200 pictures before it")]
    public void StateOf_NothingDone_WaitsInItsPlace(int? ahead, string words) =>
        Assert.Equal(words, JobWords.StateOf(Job with { CodesDone = 0, Items = new ItemCounts(4, 0, 0, 0, 0) }, ahead));

    [Fact]
    public void StateOf_SomeFailed_SaysSo() =>
        Assert.Equal("finished, 2 failed", JobWords.StateOf(Job with { State = JobState.Completed, Items = new ItemCounts(4, 0, 2, 2, 0) }));

    [Theory]
    [InlineData(5.2, "6 s")]
    [InlineData(600, "10 min")]
    [InlineData(7500, "2 h 5 min")]
    public void Duration_Seconds_InWords(double seconds, string words) => Assert.Equal(words, JobWords.Duration(TimeSpan.FromSeconds(seconds)));
}
