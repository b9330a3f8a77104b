namespace JanusCluster.Silo.Scheduling;

/// <summary>One piece of work: an item of a shard (<c>tenant/job/shard</c>), or a turn of a conversation (<c>tenant/conversation</c>).</summary>
internal readonly record struct WorkKey(string Owner, int Position)
{
    public string Tenant => Owner[..Owner.IndexOf('/', StringComparison.Ordinal)];

    public bool BelongsTo(string job) =>
        Owner.Length > job.Length && Owner[job.Length] == '/' && Owner.StartsWith(job, StringComparison.Ordinal);
}
