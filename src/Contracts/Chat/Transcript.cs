namespace JanusCluster.Contracts.Chat;

/// <summary>A conversation as it is stored; what a running turn has said so far is not in it.</summary>
/// <param name="Turns">Its last <see cref="ChatLimits.MaxTurnReports"/> turns, oldest first. Turns of earlier versions of the cluster are missing.</param>
/// <param name="CreatedAt">Null when it does not exist.</param>
/// <param name="Metadata">The caller's own notes.</param>
[GenerateSerializer, Immutable, Alias(Aliases.Transcript)]
public sealed record Transcript(
    [property: Id(0)] IReadOnlyList<ChatMessage> Messages,
    [property: Id(1)] IReadOnlyList<TurnReport> Turns,
    [property: Id(2)] DateTimeOffset? CreatedAt,
    [property: Id(3)] IReadOnlyDictionary<string, string> Metadata);

/// <summary>What became of one turn.</summary>
/// <param name="Number">As <see cref="IConversationGrain.StartTurnAsync"/> gave it; the first is 1.</param>
/// <param name="RequestId">As in <see cref="TurnRequest.Id"/>.</param>
/// <param name="QuestionIndex">Of the question among the transcript's messages; -1 when it was dropped, since its answer broke off.</param>
/// <param name="AnswerIndex">Of the answer; null while the turn runs, and when nothing was said.</param>
/// <param name="FinishedAt">Null while it runs.</param>
/// <param name="FinishReason">stop, length or cancelled; null while it runs, and when it failed.</param>
/// <param name="Error">Why it failed.</param>
[GenerateSerializer, Immutable, Alias(Aliases.TurnReport)]
public sealed record TurnReport(
    [property: Id(0)] int Number,
    [property: Id(1)] string? RequestId,
    [property: Id(2)] int QuestionIndex,
    [property: Id(3)] int? AnswerIndex,
    [property: Id(4)] string Model,
    [property: Id(5)] ChatSettings Settings,
    [property: Id(6)] DateTimeOffset StartedAt,
    [property: Id(7)] DateTimeOffset? FinishedAt,
    [property: Id(8)] string? FinishReason,
    [property: Id(9)] ErrorCode? Error,
    [property: Id(10)] string? ErrorMessage,
    [property: Id(11)] int PromptTokens,
    [property: Id(12)] int CompletionTokens);

/// <param name="Question">Null when it was dropped.</param>
/// <param name="Answer">Null while the turn runs, and when nothing was said.</param>
[GenerateSerializer, Immutable, Alias(Aliases.TurnWithMessages)]
public sealed record TurnWithMessages(
    [property: Id(0)] TurnReport Turn,
    [property: Id(1)] ChatMessage? Question,
    [property: Id(2)] ChatMessage? Answer);

/// <summary>A conversation in a list.</summary>
/// <param name="UsedAt">When its last turn began, or it was made.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ConversationSummary)]
public sealed record ConversationSummary(
    [property: Id(0)] string Conversation, [property: Id(1)] DateTimeOffset UsedAt);
