using JanusCluster.Model.Engine;

namespace JanusCluster.Model.Tests.Engine.Scheduling;

public sealed class PreemptionTests
{
    [Fact]
    public void Admit_ChatWithoutRows_NewestBulkGivesItsPlace()
    {
        SchedulerHarness harness = New(rows: 4, out Sequence[] bulk);
        Sequence chat = harness.Add(Requests.Chat());
        harness.Step();
        Assert.Equal([bulk[0], chat], harness.Scheduler.Running);
        Assert.Equal(1, harness.Scheduler.Preemptions);
    }

    [Fact]
    public void Admit_ChatWithoutMemory_NewestBulkGivesItsPlace()
    {
        var harness = new SchedulerHarness(blocks: 10);
        Sequence first = harness.Add(Requests.Image()), second = harness.Add(Requests.Image()); // one prompt: 6 + 4 blocks
        harness.Step();
        Assert.Equal(2, harness.Scheduler.Running.Count);
        Sequence chat = harness.Add(Requests.Chat());
        harness.Step();
        Assert.Equal([first, chat], harness.Scheduler.Running);
        harness.RunToEnd();
        Assert.True(second.IsFinished);
    }

    [Fact]
    public void Admit_AfterPreemption_ThePreemptedComesBeforeAllBulkThatWaits()
    {
        SchedulerHarness harness = New(rows: 5, out Sequence[] bulk);
        Sequence later = harness.Add(Requests.Image());
        Sequence[] chats = [.. Enumerable.Range(0, 4).Select(i => harness.Add(Requests.Chat(first: 100 * i)))];
        harness.Step();
        Assert.Equal(chats, harness.Scheduler.Running); // one row is left: too few for an image
        Assert.Equal([.. chats, bulk[0], bulk[1], later], harness.Scheduler.All());
    }

    [Fact]
    public void Admit_InteractiveWithoutRows_Waits()
    {
        SchedulerHarness harness = New(rows: 4, out Sequence[] bulk);
        harness.Add(Requests.Image(RequestClass.Interactive));
        harness.Step();
        Assert.Equal(bulk, harness.Scheduler.Running);
        Assert.Equal(0, harness.Scheduler.Preemptions);
    }

    [Fact]
    public void Admit_ChatAmongInteractive_NoneOfThemGivesItsPlace()
    {
        var harness = new SchedulerHarness(options: new EngineOptions { MaxRows = 4 });
        Sequence[] images = [harness.Add(Requests.Image(RequestClass.Interactive)), harness.Add(Requests.Image(RequestClass.Interactive))];
        harness.Step();
        harness.Add(Requests.Chat());
        harness.Step();
        Assert.Equal(images, harness.Scheduler.Running);
    }

    [Fact]
    public void Admit_PreemptionDoesNotHelp_NobodyIsPreempted()
    {
        var harness = new SchedulerHarness(blocks: 20);
        harness.Add(Requests.Image(RequestClass.Interactive, codes: 60)); // 6 + 60 positions in two rows, and their prompts: 12 blocks
        Sequence bulk = harness.Add(Requests.Image(prompt: 1)); // 5 more: the unconditional prompt is there
        harness.Step();
        harness.Add(Requests.Chat(length: 100, maxTokens: 60)); // 10 blocks: 3 are free, 5 would be
        harness.Step();
        Assert.Equal(0, harness.Scheduler.Preemptions);
        Assert.Contains(bulk, harness.Scheduler.Running);
    }

    [Fact]
    public void Step_PreemptedForRows_KeepsItsMemoryAndGoesOnWhereItWas()
    {
        SchedulerHarness harness = New(rows: 4, out Sequence[] bulk);
        for (int i = 0; i < 5; i++)
            harness.Step();
        var image = (ImageSequence)bulk[1];
        int computed = image.Tokens.Computed;
        harness.Add(Requests.Chat());
        harness.Step();
        Assert.DoesNotContain(image, harness.Scheduler.Running);
        Assert.Equal(computed, image.Tokens.Computed);
        Finish(harness, image);
    }

    [Fact]
    public void Step_PreemptedForMemory_GivesItBackAndGoesOnWhereItWas()
    {
        var harness = new SchedulerHarness(blocks: 20);
        var image = (ImageSequence)harness.Add(Requests.Image(codes: 60)); // 12 blocks, as above
        for (int i = 0; i < 5; i++)
            harness.Step();
        harness.Add(Requests.Chat(length: 100, maxTokens: 60)); // 10 blocks
        harness.Step();
        Assert.Equal(0, image.Tokens.Computed);
        Finish(harness, image);
    }

    [Fact]
    public void Step_ParkedImageAndMemoryLacking_ItsMemoryGoesFirst()
    {
        var harness = new SchedulerHarness(blocks: 20, options: new EngineOptions { MaxRows = 2 });
        var image = (ImageSequence)harness.Add(Requests.Image(codes: 60)); // 12 blocks
        for (int i = 0; i < 5; i++)
            harness.Step();
        harness.Add(Requests.Chat(length: 20, maxTokens: 40)); // 4 blocks
        harness.Step();
        Assert.NotEqual(0, image.Tokens.Computed);
        harness.Add(Requests.Chat(length: 50, maxTokens: 40)); // 6 blocks: 4 are free
        harness.Step();
        Assert.Equal(0, image.Tokens.Computed);
        Finish(harness, image);
    }

    private static void Finish(SchedulerHarness harness, ImageSequence image)
    {
        ushort[] drawn = image.Codes.ToArray();
        harness.RunToEnd();
        Assert.Equal(drawn, image.Codes.ToArray()[..drawn.Length]);
        Assert.True(image.IsFinished);
        Assert.Equal(1, harness.Scheduler.Preemptions);
    }

    /// <summary>Two bulk images that run.</summary>
    private static SchedulerHarness New(int rows, out Sequence[] bulk)
    {
        var harness = new SchedulerHarness(options: new EngineOptions { MaxRows = rows });
        bulk = [harness.Add(Requests.Image(prompt: 1)), harness.Add(Requests.Image(prompt: 2))];
        harness.Step();
        Assert.Equal(bulk, harness.Scheduler.Running);
        return harness;
    }
}
