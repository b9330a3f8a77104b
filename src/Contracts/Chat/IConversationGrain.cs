using Orleans.Concurrency;

namespace JanusCluster.Contracts.Chat;

/// <summary>One conversation of one tenant. Key: <c>tenant/conversation</c>.</summary>
[Alias(Aliases.ConversationGrain)]
public interface IConversationGrain : IGrainWithStringKey
{
    /// <summary>Adds the user's message, durably, and begins the answer.</summary>
    /// <returns>The turn's number, for <see cref="ReadAsync"/>.</returns>
    /// <exception cref="JanusException"><see cref="ErrorCode.Conflict"/> while another turn runs.</exception>
    /// <remarks>Repeating it with the same <see cref="TurnRequest.Id"/> returns the same turn.</remarks>
    [Alias("StartTurn")]
    Task<int> StartTurnAsync(TurnRequest request);

    /// <summary>
    /// The answer's text from <paramref name="offset"/> (UTF-16 units) on; waits a moment for something new. Reading again
    /// from the same offset gives the same text, also after the death of any silo.
    /// </summary>
    /// <remarks>A caller outside the cluster hears nothing of a silo that was killed: it gives up soon and calls again.</remarks>
    /// <exception cref="JanusException"><see cref="ErrorCode.NotFound"/>: no such turn, or its answer failed (the code says how).</exception>
    [AlwaysInterleave, ResponseTimeout("00:00:01.500"), Alias("Read")]
    Task<TurnChunk> ReadAsync(int turn, int offset, CancellationToken cancellationToken = default);

    /// <summary>Ends the running turn, durably; what was said stays in the transcript. Of a turn that does not run nothing changes.</summary>
    /// <exception cref="JanusException"><see cref="ErrorCode.Unavailable"/>: it ends later, when storage is back.</exception>
    [AlwaysInterleave, Alias("CancelTurn")]
    Task CancelTurnAsync(int turn);

    [Alias("GetTranscript")]
    Task<Transcript> GetTranscriptAsync();

    /// <summary>Forgets the conversation; a running turn ends.</summary>
    [Alias("Delete")]
    Task DeleteAsync();

    /// <summary>Forgets the conversation unless it has been used since <paramref name="cutoff"/>.</summary>
    /// <returns>False when it is kept.</returns>
    [Alias("DeleteIfIdle")]
    Task<bool> DeleteIfIdleAsync(DateTimeOffset cutoff);
}

/// <param name="Model">Id of the model that answers.</param>
/// <param name="Id">The caller's own name for the turn, so that it may ask again when it heard no answer; null for none.</param>
[GenerateSerializer, Immutable, Alias(Aliases.TurnRequest)]
public sealed record TurnRequest(
    [property: Id(0)] string Model,
    [property: Id(1)] ChatMessage Message,
    [property: Id(2)] ChatSettings Settings,
    [property: Id(3)] string? Id = null);

/// <param name="Text">Text from the offset that was asked for.</param>
/// <param name="FinishReason">Null while the turn runs; then stop, length or cancelled.</param>
[GenerateSerializer, Immutable, Alias(Aliases.TurnChunk)]
public sealed record TurnChunk(
    [property: Id(0)] string Text,
    [property: Id(1)] string? FinishReason,
    [property: Id(2)] int PromptTokens,
    [property: Id(3)] int CompletionTokens);

[GenerateSerializer, Immutable, Alias(Aliases.Transcript)]
public sealed record Transcript([property: Id(0)] IReadOnlyList<ChatMessage> Messages);
