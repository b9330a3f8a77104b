using Orleans.Concurrency;

namespace JanusCluster.Contracts.Chat;

/// <summary>One conversation of one tenant. Key: <c>tenant/conversation</c>.</summary>
[Alias(Aliases.ConversationGrain)]
public interface IConversationGrain : IGrainWithStringKey
{
    /// <summary>Adds the user's message, durably, and begins the answer.</summary>
    /// <returns>The turn's number, for <see cref="ReadAsync"/>.</returns>
    /// <exception cref="JanusException">
    /// <see cref="ErrorCode.Conflict"/> while another turn runs, or when a history is given and the conversation has one.
    /// </exception>
    /// <remarks>Repeating it with the same <see cref="TurnRequest.Id"/> returns the same turn, while that is the last one.</remarks>
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

    /// <summary>All of it; of a conversation that does not exist, nothing.</summary>
    [Alias("GetTranscript")]
    Task<Transcript> GetTranscriptAsync();

    /// <summary>One turn with what was asked and said.</summary>
    /// <exception cref="JanusException"><see cref="ErrorCode.NotFound"/>: there is no such turn, or it is forgotten.</exception>
    [Alias("GetTurn")]
    Task<TurnWithMessages> GetTurnAsync(int turn);

    /// <summary>Makes a conversation that nothing was asked in yet, durable and listed. The same content again changes nothing.</summary>
    /// <param name="history">What was said before; may be empty. A system message is the first one.</param>
    /// <param name="metadata">The caller's own notes; null is none.</param>
    /// <exception cref="JanusException">Invalid, <see cref="ErrorCode.LimitExceeded"/>, or <see cref="ErrorCode.Conflict"/>: it exists and was not made so.</exception>
    [Alias("Create")]
    Task<Transcript> CreateAsync(IReadOnlyList<ChatMessage> history, IReadOnlyDictionary<string, string>? metadata);

    /// <summary>Forgets the conversation; a running turn ends.</summary>
    [Alias("Delete")]
    Task DeleteAsync();

    /// <summary>Forgets the conversation unless it has been used since <paramref name="cutoff"/>.</summary>
    /// <returns>False when it is kept.</returns>
    [Alias("DeleteIfIdle")]
    Task<bool> DeleteIfIdleAsync(DateTimeOffset cutoff);
}
