using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Silo.Tests.Hosting;

namespace JanusCluster.Silo.Tests.Chat;

public sealed class ConversationGrainTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private Conversation New() => new(silo);

    [Fact]
    public async Task Turn_Greedy_StreamsAndIsKept()
    {
        Conversation chat = New();
        string first = await chat.AskAsync("What is this?", 20);
        string again = await New().AskAsync("What is this?", 20);
        Assert.Equal(first, again);

        await chat.AskAsync("And that?", 5);
        Transcript transcript = await chat.Grain.GetTranscriptAsync();
        Assert.Equal(
            [ChatRole.User, ChatRole.Assistant, ChatRole.User, ChatRole.Assistant], transcript.Messages.Select(m => m.Role));
        Assert.Equal(first, transcript.Messages[1].Text);
    }

    [Fact]
    public async Task Read_SameOffsetTwice_GivesTheSameText()
    {
        Conversation chat = New();
        int turn = await chat.Grain.StartTurnAsync(chat.Request("Hello", 12));
        TurnChunk chunk = await chat.ReadAsync(turn);
        TurnChunk tail = await chat.Grain.ReadAsync(turn, 3, Conversation.Limit);
        Assert.Equal(chunk.Text[Math.Min(3, chunk.Text.Length)..], tail.Text);
        Assert.True(chunk.PromptTokens > 0);
        Assert.InRange(chunk.CompletionTokens, 1, 12);
    }

    [Fact]
    public async Task Read_TurnBeforeTheRunningOne_StillGivesItsText()
    {
        Conversation chat = New();
        string first = await chat.AskAsync("Hello", 6);
        int second = await chat.Grain.StartTurnAsync(chat.Request("Go on", 300));
        TurnChunk chunk = await chat.Grain.ReadAsync(1, 0, Conversation.Limit);
        Assert.Equal(first, chunk.Text);
        Assert.NotNull(chunk.FinishReason);
        await chat.Grain.CancelTurnAsync(second);
    }

    [Fact]
    public async Task Read_TurnThatNeverWas_IsNotFound()
    {
        Conversation chat = New();
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => chat.Grain.ReadAsync(1, 0, Conversation.Limit));
        Assert.Equal(ErrorCode.NotFound, e.Code);
    }

    [Fact]
    public async Task StartTurn_WhileAnotherRuns_IsRefusedUntilCancelled()
    {
        Conversation chat = New();
        int turn = await chat.Grain.StartTurnAsync(
            chat.Request("Hello", 700) with { Settings = new ChatSettings(700, Temperature: 1, Seed: 5) });
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => chat.Grain.StartTurnAsync(chat.Request("Me too", 5)));
        Assert.Equal(ErrorCode.Conflict, e.Code);

        await chat.Grain.CancelTurnAsync(turn);
        TurnChunk chunk = await chat.Grain.ReadAsync(turn, 0, Conversation.Limit);
        Assert.Equal("cancelled", chunk.FinishReason);
        await chat.AskAsync("Now?", 3);
    }

    [Fact]
    public async Task StartTurn_SettingsOutOfRange_IsRefusedAtOnce()
    {
        Conversation chat = New();
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => chat.Grain.StartTurnAsync(chat.Request("Hello", 0)));
        Assert.Equal((ErrorCode.InvalidRequest, "max_tokens"), (e.Code, e.Field));
        Assert.Empty((await chat.Grain.GetTranscriptAsync()).Messages);
    }

    [Fact]
    public async Task StartTurn_SameIdAgain_IsTheSameTurn()
    {
        Conversation chat = New();
        int turn = await chat.Grain.StartTurnAsync(chat.Request("Hello", 8, "a"));
        Assert.Equal(turn, await chat.Grain.StartTurnAsync(chat.Request("Hello", 8, "a")));
        await chat.ReadAsync(turn);
        Assert.Equal(turn, await chat.Grain.StartTurnAsync(chat.Request("Hello", 8, "a")));
        Assert.Equal(turn + 1, await chat.Grain.StartTurnAsync(chat.Request("Hello", 8, "b")));
    }

    [Fact]
    public async Task Cancel_WhatWasSaid_StaysInTheTranscript()
    {
        Conversation chat = New();
        int turn = await chat.Grain.StartTurnAsync(chat.Request("Hello", 700));
        string text = "";
        while (text.Length == 0)
            text += (await chat.Grain.ReadAsync(turn, 0, Conversation.Limit)).Text;
        await chat.Grain.CancelTurnAsync(turn);

        TurnChunk end = await chat.ReadAsync(turn, text);
        Assert.StartsWith(text, end.Text, StringComparison.Ordinal);
        Transcript transcript = await chat.Grain.GetTranscriptAsync();
        Assert.Equal([ChatRole.User, ChatRole.Assistant], transcript.Messages.Select(message => message.Role));
        Assert.Equal(end.Text, transcript.Messages[1].Text);
    }

    [Fact]
    public async Task Turn_MissingImage_FailsWithAClearError()
    {
        Conversation chat = New();
        int turn = await chat.Grain.StartTurnAsync(
            chat.Request("What?", 5) with { Message = new ChatMessage(ChatRole.User, "What?", ["test/images/none.png"]) });
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => chat.ReadAsync(turn));
        Assert.Equal((ErrorCode.InvalidRequest, "image"), (e.Code, e.Field));

        // The question without an answer is not part of the next one.
        await chat.AskAsync("Hello", 3);
        Assert.Equal(["Hello"], (await chat.Grain.GetTranscriptAsync()).Messages.Where(m => m.Role == ChatRole.User).Select(m => m.Text));
    }

    [Fact]
    public async Task Usage_OfSeveralTurns_CountsEachOnce()
    {
        Conversation chat = New();
        TurnChunk first = await chat.ReadAsync(await chat.Grain.StartTurnAsync(chat.Request("Hello", 5)));
        TurnChunk second = await chat.ReadAsync(await chat.Grain.StartTurnAsync(chat.Request("Hello", 5)));

        Assert.Equal(
            (2, first.PromptTokens + second.PromptTokens, first.CompletionTokens + second.CompletionTokens),
            await chat.ReadUsageAsync(2));
    }
}
