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

    /// <summary>When the last turn began; of a transient conversation, when it ended.</summary>
    [Id(5)]
    public DateTimeOffset UsedAt { get; set; }

    /// <summary>The last turns, oldest first. Those that earlier versions began are missing.</summary>
    [Id(6)]
    public List<TurnReport> Reports { get; set; } = [];

    [Id(7)]
    public bool IsTransient { get; set; }

    /// <summary>Not set by earlier versions.</summary>
    [Id(8)]
    public DateTimeOffset CreatedAt { get; set; }

    [Id(9)]
    public Dictionary<string, string> Metadata { get; set; } = [];

    /// <summary>Messages that it was made with; null when its first turn made it.</summary>
    [Id(10)]
    public int? MadeWith { get; set; }

    /// <summary>The turn that was begun under the caller's own name for it; null when there is none.</summary>
    public int? Find(string? requestId)
    {
        if (requestId is null)
            return null;
        return Running?.RequestId == requestId ? Running.Number : Last?.RequestId == requestId ? Last.Number : null;
    }

    /// <summary>Makes a conversation without a turn.</summary>
    public void Create(IReadOnlyList<ChatMessage> history, IReadOnlyDictionary<string, string> metadata, DateTimeOffset now)
    {
        (CreatedAt, UsedAt) = (now, now);
        Messages.AddRange(history);
        MadeWith = history.Count;
        Metadata = new(metadata);
    }

    /// <summary>Whether <see cref="Create"/> has made it of this.</summary>
    public bool IsMadeOf(IReadOnlyList<ChatMessage> history, IReadOnlyDictionary<string, string> metadata) =>
        MadeWith == history.Count
        && Messages.Take(history.Count).Zip(history).All(both => AreEqual(both.First, both.Second))
        && Metadata.Count == metadata.Count && metadata.All(entry => Metadata.GetValueOrDefault(entry.Key) == entry.Value);

    /// <summary>Adds a question, and before the first of all what the conversation begins with.</summary>
    public RunningTurn Begin(TurnRequest request, DateTimeOffset now)
    {
        if (Turns == 0 && MadeWith is null)
        {
            (CreatedAt, IsTransient) = (now, request.IsTransient);
            Messages.AddRange(request.History ?? []);
        }

        DropUnanswered();
        Messages.Add(request.Message);
        UsedAt = now;
        Running = new RunningTurn(++Turns, $"{Guid.NewGuid():N}", request.Id, request.Model, request.Settings, request.QueueLimit);
        Reports.Add(NewReport(Running));
        if (Reports.Count > ChatLimits.MaxTurnReports)
            Reports.RemoveAt(0);
        return Running;
    }

    public void End(FinishedTurn turn)
    {
        TurnReport report = Reports is [.., var last] && last.Number == turn.Number ? last : TakeUp();
        int? answer = null;
        // Of an answer that was cancelled before it began, nothing was said.
        if (turn.Error is null && (turn.Text.Length > 0 || turn.Finish?.Reason != ConversationTurn.Cancelled))
        {
            answer = Messages.Count;
            Messages.Add(new ChatMessage(ChatRole.Assistant, turn.Text, []));
        }

        Reports[^1] = report with
        {
            AnswerIndex = answer,
            FinishedAt = turn.FinishedAt,
            FinishReason = turn.Finish?.Reason,
            Error = turn.Error?.Code,
            ErrorMessage = turn.Error?.Message,
            PromptTokens = turn.Finish?.PromptTokens ?? 0,
            CompletionTokens = turn.Finish?.CompletionTokens ?? 0,
        };
        if (IsTransient)
            UsedAt = turn.FinishedAt ?? UsedAt;
        Running = null;
        Last = turn;
    }

    /// <summary>A question whose answer broke off is not part of what the model is shown.</summary>
    private void DropUnanswered()
    {
        if (Reports is [.., var last])
        {
            if (last.AnswerIndex is not null || last.QuestionIndex != Messages.Count - 1)
                return;
            Reports[^1] = last with { QuestionIndex = -1 };
        }
        else if (Turns == 0 || Messages is not [.., { Role: ChatRole.User }])
        {
            return;
        }

        Messages.RemoveAt(Messages.Count - 1);
    }

    /// <summary>The report of a turn that an earlier version began.</summary>
    private TurnReport TakeUp()
    {
        Reports.Add(NewReport(Running!));
        return Reports[^1];
    }

    /// <summary>Of a turn whose question is the last message.</summary>
    private TurnReport NewReport(RunningTurn turn) => new(
        turn.Number, turn.RequestId, Messages.Count - 1, null, turn.Model, turn.Settings, UsedAt, null, null, null, null, 0, 0);

    private static bool AreEqual(ChatMessage a, ChatMessage b) =>
        a.Role == b.Role && a.Text == b.Text && a.Images.SequenceEqual(b.Images);
}

/// <param name="Log">Name of its log among those of the conversation, used once.</param>
/// <param name="RequestId">As in <see cref="TurnRequest.Id"/>.</param>
/// <param name="QueueLimit">As in <see cref="TurnRequest.QueueLimit"/>.</param>
[GenerateSerializer, Immutable, Alias("janus.state.running-turn")]
internal sealed record RunningTurn(
    [property: Id(0)] int Number,
    [property: Id(1)] string Log,
    [property: Id(2)] string? RequestId,
    [property: Id(3)] string Model,
    [property: Id(4)] ChatSettings Settings,
    [property: Id(5)] TimeSpan? QueueLimit = null);

/// <param name="Finish">Null when it failed.</param>
/// <param name="Logprobs">Of all of its tokens, where they were asked for.</param>
[GenerateSerializer, Immutable, Alias("janus.state.finished-turn")]
internal sealed record FinishedTurn(
    [property: Id(0)] int Number,
    [property: Id(1)] string Log,
    [property: Id(2)] string? RequestId,
    [property: Id(3)] string Text,
    [property: Id(4)] ChatFinish? Finish,
    [property: Id(5)] TurnError? Error,
    [property: Id(6)] IReadOnlyList<TokenLogprob>? Logprobs = null,
    [property: Id(7)] DateTimeOffset? FinishedAt = null)
{
    /// <exception cref="JanusException">The turn failed, and all of its text has been read.</exception>
    public TurnChunk Read(int offset)
    {
        string text = Text[Math.Clamp(offset, 0, Text.Length)..];
        if (Error is not null && text.Length == 0)
            throw Error.ToException();
        return new TurnChunk(
            text, Finish?.Reason, Finish?.PromptTokens ?? 0, Finish?.CompletionTokens ?? 0, LogprobRange.Within(Logprobs, Text.Length - text.Length, Text.Length),
            Finish?.CachedTokens ?? 0);
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
