using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Silo.Chat;

/// <summary>What is stored of a conversation. Of a running answer only that it runs: its text is in its <see cref="TurnLog"/>.</summary>
[GenerateSerializer, Alias("janus.state.conversation")]
internal sealed class ConversationRecord
{
    [Id(0)]
    public List<ChatMessage> Messages { get; set; } = [];

    [Id(1)]
    public int Turns { get; set; }

    [Id(2)]
    public RunningTurn? Running { get; set; }

    /// <summary>The turn that ended last, so that its reader gets the rest after any death.</summary>
    [Id(3)]
    public FinishedTurn? Last { get; set; }

    /// <summary>Key of the model's instance that answered last: its prefix cache may still hold the conversation.</summary>
    [Id(4)]
    public string? PrefixHolder { get; set; }

    /// <summary>When the last turn began.</summary>
    [Id(5)]
    public DateTimeOffset UsedAt { get; set; }

    /// <summary>The turn that was begun under the caller's own name for it; null when there is none.</summary>
    public int? Find(string? requestId)
    {
        if (requestId is null)
            return null;
        return Running?.RequestId == requestId ? Running.Number : Last?.RequestId == requestId ? Last.Number : null;
    }

    /// <summary>Adds a question. One whose answer broke off is not part of what the model is shown.</summary>
    public RunningTurn Begin(TurnRequest request, DateTimeOffset now)
    {
        if (Messages is [.., { Role: ChatRole.User }])
            Messages.RemoveAt(Messages.Count - 1);
        Messages.Add(request.Message);
        UsedAt = now;
        return Running = new RunningTurn(++Turns, $"{Guid.NewGuid():N}", request.Id, request.Model, request.Settings);
    }

    public void End(FinishedTurn turn)
    {
        // Of an answer that was cancelled before it began, nothing was said.
        if (turn.Error is null && (turn.Text.Length > 0 || turn.Finish?.Reason != ConversationTurn.Cancelled))
            Messages.Add(new ChatMessage(ChatRole.Assistant, turn.Text, []));
        Running = null;
        Last = turn;
    }
}

/// <param name="Log">Name of its log among those of the conversation, used once.</param>
/// <param name="RequestId">As in <see cref="TurnRequest.Id"/>.</param>
[GenerateSerializer, Immutable, Alias("janus.state.running-turn")]
internal sealed record RunningTurn(
    [property: Id(0)] int Number,
    [property: Id(1)] string Log,
    [property: Id(2)] string? RequestId,
    [property: Id(3)] string Model,
    [property: Id(4)] ChatSettings Settings);

/// <param name="Finish">Null when it failed.</param>
[GenerateSerializer, Immutable, Alias("janus.state.finished-turn")]
internal sealed record FinishedTurn(
    [property: Id(0)] int Number,
    [property: Id(1)] string Log,
    [property: Id(2)] string? RequestId,
    [property: Id(3)] string Text,
    [property: Id(4)] ChatFinish? Finish,
    [property: Id(5)] TurnError? Error)
{
    /// <exception cref="JanusException">The turn failed, and all of its text has been read.</exception>
    public TurnChunk Read(int offset)
    {
        string text = Text[Math.Clamp(offset, 0, Text.Length)..];
        if (Error is not null && text.Length == 0)
            throw Error.ToException();
        return new TurnChunk(text, Finish?.Reason, Finish?.PromptTokens ?? 0, Finish?.CompletionTokens ?? 0);
    }
}

/// <summary>Why a turn failed, as its reader is told.</summary>
[GenerateSerializer, Immutable, Alias("janus.state.turn-error")]
internal sealed record TurnError(
    [property: Id(0)] ErrorCode Code, [property: Id(1)] string Message, [property: Id(2)] string? Field)
{
    public static TurnError From(JanusException error) => new(error.Code, error.Message, error.Field);

    public JanusException ToException() => new(Code, Message, Field);
}
