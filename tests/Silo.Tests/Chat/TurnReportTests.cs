using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Silo.Tests.Hosting;

namespace JanusCluster.Silo.Tests.Chat;

public sealed class TurnReportTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    [Fact]
    public async Task GetTranscript_TurnsThatEndedInSeveralWays_TellsOfEach()
    {
        var chat = new Conversation(silo);
        TurnChunk first = await chat.ReadAsync(await chat.Grain.StartTurnAsync(chat.Request("Hello", 5, "a")));
        await FailAsync(chat);
        Assert.Equal(2, (await chat.Grain.GetTurnAsync(2)).Turn.QuestionIndex);
        TurnChunk third = await chat.ReadAsync(await chat.Grain.StartTurnAsync(chat.Request("Again", 5, "c")));

        Transcript transcript = await chat.Grain.GetTranscriptAsync();
        Assert.Equal(
            [(1, "a", 0, 1, null), (2, null, -1, null, ErrorCode.InvalidRequest), (3, "c", 2, 3, (ErrorCode?)null)],
            transcript.Turns.Select(turn => (turn.Number, turn.RequestId, turn.QuestionIndex, turn.AnswerIndex, turn.Error)));
        TurnReport last = transcript.Turns[2];
        Assert.Equal(
            (silo.Model.Id, 5, third.FinishReason, third.PromptTokens, third.CompletionTokens),
            (last.Model, last.Settings.MaxTokens, last.FinishReason, last.PromptTokens, last.CompletionTokens));
        Assert.True(last.StartedAt <= last.FinishedAt);
        Assert.Contains("none.png", transcript.Turns[1].ErrorMessage, StringComparison.Ordinal);

        TurnWithMessages answered = await chat.Grain.GetTurnAsync(1);
        Assert.Equal(("Hello", first.Text), (answered.Question!.Text, answered.Answer!.Text));
        TurnWithMessages failed = await chat.Grain.GetTurnAsync(2);
        Assert.Equal((null, null), (failed.Question, failed.Answer));
    }

    [Fact]
    public async Task GetTurn_WhileItRuns_HasNoAnswerAndAfterwardsWhatWasSaid()
    {
        var chat = new Conversation(silo);
        int turn = await chat.Grain.StartTurnAsync(chat.Request("Hello", 700));
        TurnWithMessages running = await chat.Grain.GetTurnAsync(turn);
        Assert.Equal(("Hello", null, null, null), (running.Question!.Text, running.Answer, running.Turn.FinishedAt, running.Turn.FinishReason));
        string text = "";
        while (text.Length == 0)
            text += (await chat.Grain.ReadAsync(turn, 0, Conversation.Limit)).Text;
        await chat.Grain.CancelTurnAsync(turn);

        TurnChunk end = await chat.ReadAsync(turn, text);
        TurnWithMessages cancelled = await chat.Grain.GetTurnAsync(turn);
        Assert.Equal((end.Text, "cancelled"), (cancelled.Answer!.Text, cancelled.Turn.FinishReason));
    }

    [Fact]
    public async Task GetTurn_ThatNeverWas_IsNotFound()
    {
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => new Conversation(silo).Grain.GetTurnAsync(1));
        Assert.Equal(ErrorCode.NotFound, e.Code);
    }

    private static async Task FailAsync(Conversation chat)
    {
        int turn = await chat.Grain.StartTurnAsync(
            chat.Request("What?", 5) with { Message = new ChatMessage(ChatRole.User, "What?", ["test/images/none.png"]) });
        await Assert.ThrowsAsync<JanusException>(() => chat.ReadAsync(turn));
    }
}
