using JanusCluster.Contracts.Batches;

namespace JanusCluster.Client.Batches;

/// <summary>A batch that this front holds, with the lease that it holds it by. One step may lead to the next, and its lease.</summary>
internal sealed class HeldBatch(BatchKey key, IBatchGrain grain, BatchLease lease)
{
    private volatile BatchLease _lease = lease;

    public BatchKey Key => key;

    public IBatchGrain Grain => grain;

    public BatchLease Lease
    {
        get => _lease;
        set => _lease = value;
    }
}
