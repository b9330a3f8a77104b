using JanusCluster.Model.Engine;

namespace JanusCluster.Model.Tests.Engine.Scheduling;

public sealed class AdmissionTests
{
    [Fact]
    public void Admit_AllClasses_ChatThenInteractiveThenBulk()
    {
        var harness = new SchedulerHarness();
        Sequence bulk = harness.Add(Requests.Image()), interactive = harness.Add(Requests.Image(RequestClass.Interactive));
        Sequence chat = harness.Add(Requests.Chat());
        Assert.Equal([chat, interactive, bulk], harness.Scheduler.Admit());
    }

    [Fact]
    public void Admit_OneClass_FirstComeFirst()
    {
        var harness = new SchedulerHarness(options: new EngineOptions { MaxRows = 4 });
        Sequence[] all = [.. Enumerable.Range(0, 4).Select(i => harness.Add(Requests.Image(prompt: i)))];
        Assert.Equal(all[..2], harness.Scheduler.Admit());
        harness.Scheduler.Remove(all[1]);
        Assert.Equal(all[2..3], harness.Scheduler.Admit());
        Assert.Equal([all[0], all[2]], harness.Scheduler.Running);
    }

    [Fact]
    public void Admit_FirstDoesNotFit_NobodyBehindGoesPast()
    {
        var harness = new SchedulerHarness(options: new EngineOptions { MaxRows = 3 });
        harness.Add(Requests.Image(RequestClass.Interactive));
        Sequence waiting = harness.Add(Requests.Image(RequestClass.Interactive)); // two rows, one is left
        harness.Add(Requests.Image(RequestClass.Interactive, isGuided: false));
        harness.Add(Requests.Image(RequestClass.Bulk, isGuided: false));
        Assert.Single(harness.Scheduler.Admit());
        Assert.Equal(3, harness.Scheduler.Waiting);
        Assert.Empty(harness.Scheduler.Admit());
        Assert.Equal(waiting, harness.Scheduler.All()[1]);
    }

    [Fact]
    public void Admit_NoMemory_WaitsUntilThereIs()
    {
        // 6 + 16 positions in two rows: 2 blocks each; and one for each row's prompt.
        var harness = new SchedulerHarness(blocks: 6);
        ImageSequence first = harness.Add(Requests.Image(prompt: 1)), second = harness.Add(Requests.Image(prompt: 2));
        Assert.Equal([first], harness.Scheduler.Admit());
        Assert.Equal(0, harness.Cache.Available);
        harness.Scheduler.Remove(first);
        Assert.Equal(6, harness.Cache.Available);
        Assert.Equal([second], harness.Scheduler.Admit());
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 5)]
    public void NeverFits_TooFewRowsOrBlocks_IsTrue(int rows, int blocks)
    {
        var harness = new SchedulerHarness(blocks, new EngineOptions { MaxRows = rows });
        Assert.True(harness.Scheduler.NeverFits(Requests.Image()));
        Assert.False(harness.Scheduler.NeverFits(Requests.Image(isGuided: false)));
    }

    [Fact]
    public void NeverFits_JustEnough_IsFalseAndItRuns()
    {
        var harness = new SchedulerHarness(blocks: 6, new EngineOptions { MaxRows = 2 });
        ImageSequence image = Requests.Image();
        Assert.False(harness.Scheduler.NeverFits(image));
        harness.Add(image);
        harness.RunToEnd();
        Assert.True(image.IsFinished);
    }

    [Fact]
    public void Remove_Waiting_LeavesTheOrder()
    {
        var harness = new SchedulerHarness(options: new EngineOptions { MaxRows = 2 });
        Sequence[] all = [.. Enumerable.Range(0, 3).Select(_ => harness.Add(Requests.Image()))];
        harness.Scheduler.Remove(all[0]);
        Assert.Equal([all[1]], harness.Scheduler.Admit());
    }
}
