using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Bench.Faults.History;

/// <summary>A client was told that its job is accepted.</summary>
internal sealed record JobAccepted(long At, string Job, IReadOnlyList<ExpectedItem> Items) : HistoryEvent(At);

/// <summary>An item that a client is owed.</summary>
/// <param name="CustomId">No two items of a run have the same.</param>
/// <param name="Codes">Codes of an image; 0 for an answer.</param>
/// <param name="Sha256">Of the image's codes, or of the answer's text, as they must come out; null where nobody can say.</param>
internal sealed record ExpectedItem(string CustomId, int Codes, string? Sha256);

/// <summary>A shard's store gave an item to an epoch, or would not.</summary>
/// <param name="Begun">When the store was asked.</param>
internal sealed record ItemGranted(
    long At, long Begun, string Shard, int Position, long Epoch, GrantState State) : HistoryEvent(At);

/// <summary>A shard's store was given a checkpoint or a result under an epoch.</summary>
/// <param name="Begun">When the store was asked.</param>
internal sealed record ItemWritten(
    long At, long Begun, string Shard, int Position, long Epoch, bool IsResult, WriteVerdict Verdict) : HistoryEvent(At);
