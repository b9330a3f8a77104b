using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Models;
using JanusCluster.Silo.Tests.Hosting;

namespace JanusCluster.Silo.Tests.Chat;

/// <summary>Conversations that begin with what was said elsewhere.</summary>
public sealed class ConversationHistoryTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private static readonly ChatMessage[] History =
    [
        Message(ChatRole.System, "Be brief."), Message(ChatRole.User, "Hello"), Message(ChatRole.Assistant, "Hi."),
    ];

    public static TheoryData<string, ChatMessage[]> Wrong => new()
    {
        { "history", [Message(ChatRole.User, "Hello"), Message(ChatRole.System, "Be brief.")] },
        { "history", [Message(ChatRole.System, "Be brief."), Message(ChatRole.System, "Be kind.")] },
        { "history", [new ChatMessage(ChatRole.System, "Be brief.", ["a.png"])] },
        { "history", [new ChatMessage((ChatRole)7, "Hello", [])] },
        { "history", [new ChatMessage(ChatRole.User, null!, [])] },
        { "history", [Message(ChatRole.User, new string('a', ChatLimits.MaxTextLength + 1))] },
        { "history", [.. Enumerable.Repeat(Message(ChatRole.User, "a"), ChatLimits.MaxMessages + 1)] },
        { "conversation", [.. Enumerable.Repeat(Message(ChatRole.User, "a"), ChatLimits.MaxMessages)] },
        { "conversation", [Message(ChatRole.User, new string('a', ChatLimits.MaxTextLength))] },
    };

    [Fact]
    public async Task StartTurn_WithHistory_AnswersWithAllOfIt()
    {
        var chat = new Conversation(silo);
        TurnRequest request = chat.Request("And now?", 12) with { History = History };
        string text = (await chat.ReadAsync(await chat.Grain.StartTurnAsync(request))).Text;

        string direct = "";
        var work = new ChatWork(chat.Key.Tenant, [.. History, request.Message], request.Settings, []);
        await foreach (ChatDelta delta in silo.ModelGrain.ChatAsync(work, Conversation.Limit))
            direct += delta.Text;
        Assert.Equal(direct, text);
        Transcript transcript = await chat.Grain.GetTranscriptAsync();
        Assert.Equal(
            [.. History.Select(message => (message.Role, message.Text)), (ChatRole.User, "And now?"), (ChatRole.Assistant, text)],
            transcript.Messages.Select(message => (message.Role, message.Text)));
        Assert.Equal((3, 4), (transcript.Turns[0].QuestionIndex, transcript.Turns[0].AnswerIndex));
    }

    [Fact]
    public async Task StartTurn_HistoryThatEndsWithAQuestion_KeepsIt()
    {
        var chat = new Conversation(silo);
        ChatMessage[] asked = [.. History, Message(ChatRole.User, "First this.")];
        await chat.ReadAsync(await chat.Grain.StartTurnAsync(chat.Request("And that?", 3) with { History = asked }));
        Assert.Equal(
            ["Be brief.", "Hello", "Hi.", "First this.", "And that?"], (await chat.Grain.GetTranscriptAsync()).Messages.SkipLast(1).Select(m => m.Text));
    }

    [Fact]
    public async Task StartTurn_HistoryOfOneThatExists_IsAConflictUnlessItIsARepetition()
    {
        var chat = new Conversation(silo);
        TurnRequest first = chat.Request("Hello", 5, "a") with { History = History };
        int turn = await chat.Grain.StartTurnAsync(first);
        Assert.Equal(turn, await chat.Grain.StartTurnAsync(first));
        await chat.ReadAsync(turn);
        Assert.Equal(turn, await chat.Grain.StartTurnAsync(first with { History = [] }));

        JanusException e = await Assert.ThrowsAsync<JanusException>(() => chat.Grain.StartTurnAsync(first with { Id = "b" }));
        Assert.Equal((ErrorCode.Conflict, "history"), (e.Code, e.Field));
        Assert.Equal(turn + 1, await chat.Grain.StartTurnAsync(first with { Id = "b", History = [] }));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task StartTurn_WrongHistory_IsRefusedByName(string field, ChatMessage[] history)
    {
        var chat = new Conversation(silo);
        JanusException e = await Assert.ThrowsAsync<JanusException>(
            () => chat.Grain.StartTurnAsync(chat.Request("Hello", 5) with { History = history }));
        Assert.Equal((ErrorCode.InvalidRequest, field), (e.Code, e.Field));
        Assert.Null((await chat.Grain.GetTranscriptAsync()).CreatedAt);
    }

    private static ChatMessage Message(ChatRole role, string text) => new(role, text, []);
}
