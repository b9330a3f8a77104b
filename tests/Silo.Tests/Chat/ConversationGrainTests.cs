using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Silo.Tests.Hosting;

namespace JanusCluster.Silo.Tests.Chat;

public sealed class ConversationGrainTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private static CancellationToken Limit => new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token;

    [Fact]
    public async Task Turn_Greedy_StreamsAndIsKept()
    {
        IConversationGrain chat = New();
        string first = await AskAsync(chat, "What is this?", 20);
        string again = await AskAsync(New(), "What is this?", 20);
        Assert.Equal(first, again);

        await AskAsync(chat, "And that?", 5);
        Transcript transcript = await chat.GetTranscriptAsync();
        Assert.Equal(
            [ChatRole.User, ChatRole.Assistant, ChatRole.User, ChatRole.Assistant], transcript.Messages.Select(m => m.Role));
        Assert.Equal(first, transcript.Messages[1].Text);
    }

    [Fact]
    public async Task Read_SameOffsetTwice_GivesTheSameText()
    {
        IConversationGrain chat = New();
        int turn = await chat.StartTurnAsync(Request("Hello", 12));
        TurnChunk chunk;
        do
            chunk = await chat.ReadAsync(turn, 0, Limit);
        while (chunk.FinishReason is null);
        TurnChunk tail = await chat.ReadAsync(turn, 3, Limit);
        Assert.Equal(chunk.Text[Math.Min(3, chunk.Text.Length)..], tail.Text);
        Assert.True(chunk.PromptTokens > 0);
        Assert.InRange(chunk.CompletionTokens, 1, 12);
    }

    [Fact]
    public async Task StartTurn_WhileAnotherRuns_IsRefusedUntilCancelled()
    {
        IConversationGrain chat = New();
        int turn = await chat.StartTurnAsync(Request("Hello", 700) with { Settings = new ChatSettings(700, Temperature: 1, Seed: 5) });
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => chat.StartTurnAsync(Request("Me too", 5)));
        Assert.Equal(ErrorCode.Conflict, e.Code);

        await chat.CancelTurnAsync(turn);
        TurnChunk chunk;
        do
            chunk = await chat.ReadAsync(turn, 0, Limit);
        while (chunk.FinishReason is null);
        Assert.Equal("cancelled", chunk.FinishReason);
        await AskAsync(chat, "Now?", 3);
    }

    [Fact]
    public async Task Turn_MissingImage_FailsWithAClearError()
    {
        IConversationGrain chat = New();
        int turn = await chat.StartTurnAsync(
            Request("What?", 5) with { Message = new ChatMessage(ChatRole.User, "What?", ["test/images/none.png"]) });
        JanusException e = await Assert.ThrowsAsync<JanusException>(async () =>
        {
            while ((await chat.ReadAsync(turn, 0, Limit)).FinishReason is null)
            {
            }
        });
        Assert.Equal((ErrorCode.InvalidRequest, "image"), (e.Code, e.Field));
    }

    private async Task<string> AskAsync(IConversationGrain chat, string question, int tokens)
    {
        int turn = await chat.StartTurnAsync(Request(question, tokens));
        string text = "";
        while (true)
        {
            TurnChunk chunk = await chat.ReadAsync(turn, text.Length, Limit);
            text += chunk.Text;
            if (chunk.FinishReason is not null)
                return text;
        }
    }

    private TurnRequest Request(string text, int tokens) =>
        new(silo.Model.Id, new ChatMessage(ChatRole.User, text, []), new ChatSettings(tokens));

    private IConversationGrain New() => silo.Grains.GetGrain<IConversationGrain>($"test/{Guid.NewGuid():N}");
}
