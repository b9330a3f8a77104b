using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Bench.Faults.Checking;

/// <summary>What a cluster says and holds when the faults of a run have ended and it had its time.</summary>
internal sealed record FinalState(
    IReadOnlyList<FinalJob> Jobs, IReadOnlyList<FinalBlob> Blobs, IReadOnlyList<FinalConversation> Conversations,
    IReadOnlyList<FinalUsage> Usage);

/// <param name="State">Null when the cluster knows no such job.</param>
internal sealed record FinalJob(string Job, JobState? State, IReadOnlyList<FinalItem> Items)
{
    public bool IsFinal => State is JobState.Completed or JobState.Cancelled or JobState.Expired;
}

/// <param name="Sha256">Of the codes, or of the answer's text, as they read back; null where there are none.</param>
/// <param name="BlobName">Where the job says that the picture is.</param>
/// <param name="BlobSha256">What the job says of its content.</param>
internal sealed record FinalItem(
    int Index, string CustomId, ItemState State, string? Sha256, string? BlobName, string? BlobSha256, string? Error);

/// <param name="Sha256">Of the content as it is.</param>
internal sealed record FinalBlob(string Name, string Sha256);

internal sealed record FinalConversation(string Conversation, IReadOnlyList<ChatMessage> Messages);

/// <summary>What a tenant is said to have used.</summary>
internal sealed record FinalUsage(string Tenant, long Images, long Answers);
