namespace JanusCluster.Contracts.Chat;

/// <param name="Model">Id of the model that answers.</param>
/// <param name="Id">The caller's own name for the turn, so that it may ask again when it heard no answer; null for none.</param>
/// <param name="History">
/// What was said before: seeds the transcript of a conversation that is new. A system message is the first one. Null or
/// empty for a conversation that exists.
/// </param>
/// <param name="IsTransient">
/// The conversation exists for one exchange: it is in no list, counts for no limit, and is forgotten some minutes after its
/// last turn ended. Decided with its first turn.
/// </param>
/// <param name="QueueLimit">
/// The turn fails with <see cref="ErrorCode.QueueTimeout"/> when it has waited so long for a place; null waits two minutes,
/// and fails with <see cref="ErrorCode.Unavailable"/>.
/// </param>
[GenerateSerializer, Immutable, Alias(Aliases.TurnRequest)]
public sealed record TurnRequest(
    [property: Id(0)] string Model,
    [property: Id(1)] ChatMessage Message,
    [property: Id(2)] ChatSettings Settings,
    [property: Id(3)] string? Id = null,
    [property: Id(4)] IReadOnlyList<ChatMessage>? History = null,
    [property: Id(5)] bool IsTransient = false,
    [property: Id(6)] TimeSpan? QueueLimit = null);

/// <param name="Text">Text from the offset that was asked for.</param>
/// <param name="FinishReason">Null while the turn runs; then stop, length or cancelled.</param>
/// <param name="Logprobs">
/// Where they were asked for: of the tokens whose text begins within <paramref name="Text"/>, in order. A reader that goes
/// on from the end of the text gets each once, also one that has no text before its character is whole. Tokens that show
/// nothing behind the text's end (a stop string, the end of the answer) have none.
/// </param>
/// <param name="CachedTokens">With the end, as long as the conversation remembers it: tokens of the prompt that needed no prefill.</param>
[GenerateSerializer, Immutable, Alias(Aliases.TurnChunk)]
public sealed record TurnChunk(
    [property: Id(0)] string Text,
    [property: Id(1)] string? FinishReason,
    [property: Id(2)] int PromptTokens,
    [property: Id(3)] int CompletionTokens,
    [property: Id(4)] IReadOnlyList<TokenLogprob>? Logprobs = null,
    [property: Id(5)] int CachedTokens = 0);
