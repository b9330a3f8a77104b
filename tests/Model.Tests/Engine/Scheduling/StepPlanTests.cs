using JanusCluster.Model.Engine;

namespace JanusCluster.Model.Tests.Engine.Scheduling;

public sealed class StepPlanTests
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    [Fact]
    public void Step_LongPrompt_IsReadInPieces()
    {
        var harness = new SchedulerHarness(options: new EngineOptions { MaxRows = 4, TokensPerStep = 30 });
        TextSequence chat = harness.Add(Requests.Chat(length: 70));
        int[] counts = [.. Enumerable.Range(0, 4).Select(_ => Assert.Single(harness.Step()).Count)];
        Assert.Equal([30, 30, 10, 1], counts);
        Assert.Equal(2, chat.Answer.Count);
    }

    [Fact]
    public void Step_LongPromptWhileOthersDecode_NobodyWaits()
    {
        var harness = new SchedulerHarness(options: new EngineOptions { MaxRows = 4, TokensPerStep = 30 });
        TextSequence reading = harness.Add(Requests.Chat(maxTokens: 40));
        harness.Step();
        harness.Add(Requests.Chat(length: 100, first: 200));
        for (int i = 2; i < 5; i++)
        {
            Assert.Equal(30, harness.Step().Sum(entry => entry.Count));
            Assert.Equal(i, reading.Answer.Count);
        }
    }

    [Fact]
    public void Step_BudgetBelowTheRows_EveryRowStillMovesOn()
    {
        var harness = new SchedulerHarness(options: new EngineOptions { MaxRows = 8, TokensPerStep = 1 });
        ImageSequence[] images = [.. Enumerable.Range(0, 4).Select(i => harness.Add(Requests.Image(prompt: i)))];
        harness.RunToEnd();
        Assert.All(images, image => Assert.True(image.IsFinished));
    }

    [Fact]
    public void Step_ImagesOfOnePrompt_PrefillItOnce()
    {
        var harness = new SchedulerHarness();
        for (int i = 0; i < 4; i++)
            harness.Add(Requests.Image(length: 40, codes: 10));
        harness.RunToEnd();
        // Two prompts without their last token; then for every code of every image one token in two rows.
        Assert.Equal((2 * 39) + (4 * 2 * 10), harness.Tokens);
    }

    [Fact]
    public void Step_ImagesOfEquallyLongPrompts_PrefillTheUnconditionalOneOnce()
    {
        var harness = new SchedulerHarness();
        harness.Add(Requests.Image(prompt: 1, length: 20, codes: 10, salt: "one"));
        harness.Add(Requests.Image(prompt: 2, length: 20, codes: 10, salt: "another"));
        harness.Add(Requests.Image(prompt: 2, length: 21, codes: 10, salt: "another"));
        harness.RunToEnd();
        Assert.Equal((3 * 19) + (2 * 20) + (3 * 2 * 10), harness.Tokens);
    }

    [Fact]
    public void Step_TargetMissedByEveryStep_BulkTakesTurnsOneByOne()
    {
        var harness = new SchedulerHarness(options: new EngineOptions { StepTarget = Millisecond }) { StepTime = _ => 5 * Millisecond };
        ImageSequence[] bulk = [.. Enumerable.Range(0, 3).Select(_ => harness.Add(Requests.Image()))];
        harness.Step();
        harness.Step();
        TextSequence chat = harness.Add(Requests.Chat(maxTokens: 13));
        harness.Step(); // reads the prompt
        int[] before = [.. bulk.Select(image => image.Count)];
        for (int i = 0; i < 9; i++)
            Assert.Equal(2, harness.Step().Count); // the chat and one image
        Assert.Equal(10, chat.Answer.Count);
        Assert.Equal(before.Select(count => count + 3), bulk.Select(image => image.Count));
    }

    [Fact]
    public void Step_TargetWithinReach_AsManyBulkRowsAsFit()
    {
        var harness = new SchedulerHarness(options: new EngineOptions { StepTarget = 8 * Millisecond }) { StepTime = tokens => tokens * Millisecond };
        for (int i = 0; i < 6; i++)
            harness.Add(Requests.Image(codes: 200));
        harness.Add(Requests.Chat(maxTokens: 200));
        for (int i = 0; i < 100; i++)
            harness.Step();
        // 7 tokens take 7 ms: the chat and three images of two rows. Now and then more are tried.
        Assert.InRange(Enumerable.Range(0, 40).Count(_ => harness.Step().Count == 4), 39, 40);
    }

    [Fact]
    public void Step_TargetMissedWithoutChat_AllMoveOn()
    {
        var harness = new SchedulerHarness(options: new EngineOptions { StepTarget = Millisecond }) { StepTime = _ => 5 * Millisecond };
        for (int i = 0; i < 3; i++)
            harness.Add(Requests.Image());
        harness.Step();
        for (int i = 0; i < 5; i++)
            Assert.Equal(3, harness.Step().Count);
    }

    [Theory]
    [InlineData(RequestClass.Bulk)]
    [InlineData(RequestClass.Interactive)]
    public void Step_TargetMissedWhileChatGoesOn_ImagesThatBeginMoveOnAllTheSame(RequestClass kind)
    {
        var harness = new SchedulerHarness(options: new EngineOptions { StepTarget = Millisecond }) { StepTime = _ => 5 * Millisecond };
        harness.Add(Requests.Chat(maxTokens: 1000));
        harness.Step();
        ImageSequence[] images = [harness.Add(Requests.Image(kind, prompt: 1)), harness.Add(Requests.Image(kind, prompt: 2, length: 40))];
        for (int i = 0; i < 200; i++)
            harness.Step();
        Assert.All(images, image => Assert.True(image.IsFinished));
    }

    [Fact]
    public void Step_ImagesNotEncoded_TheTextBeforeThemIsRead()
    {
        var harness = new SchedulerHarness();
        TextSequence chat = harness.Add(Requests.Chat(length: 10));
        chat.Readable = 6;
        Assert.Equal(6, Assert.Single(harness.Step()).Count);
        Assert.Empty(harness.Step());
        chat.Readable = int.MaxValue;
        Assert.Equal(4, Assert.Single(harness.Step()).Count);
        Assert.Single(chat.Answer);
    }
}
