using JanusCluster.Silo.Scheduling;

namespace JanusCluster.Silo.Delivery;

/// <summary>Pictures that wait for delivery, each waiting or leased until a time; tenants take turns.</summary>
/// <param name="life">Leases of another life of the queue are not known here.</param>
internal sealed class DeliveryQueue(long life)
{
    private readonly Dictionary<WorkKey, QueuedWork> _work = [];
    private readonly Dictionary<long, QueuedWork> _leases = [];
    private readonly FairQueue _waiting = new(_ => 1);
    private long _lastLease = life;

    public int Waiting => _waiting.Count;

    public int Count => _work.Count;

    /// <returns>False when the picture already waits or is leased.</returns>
    public bool Offer(WorkKey key)
    {
        var work = new QueuedWork(key, default) { Codes = 1 };
        if (!_work.TryAdd(key, work))
            return false;
        _waiting.Add(work);
        return true;
    }

    public IReadOnlyList<(long Lease, WorkKey Key)> Take(int count, string front, DateTimeOffset expires)
    {
        var taken = new List<(long, WorkKey)>();
        while (taken.Count < count && _waiting.Take("", _ => true) is { } work)
        {
            work.Lease = new HeldWork(++_lastLease, front, expires, IsStarted: true);
            _leases.Add(_lastLease, work);
            taken.Add((_lastLease, work.Key));
        }

        return taken;
    }

    /// <summary>Ends a lease. What is not delivered waits again, before its tenant's other pictures.</summary>
    /// <returns>False when the lease was over before.</returns>
    public bool End(long lease, bool isDelivered)
    {
        if (!_leases.Remove(lease, out QueuedWork? work))
            return false;
        work.Lease = null;
        if (isDelivered)
            _work.Remove(work.Key);
        else
            _waiting.Add(work, first: true);
        return true;
    }

    /// <returns>How many leases have run out.</returns>
    public int Expire(DateTimeOffset now)
    {
        List<long> expired = [.. _leases.Values.Select(work => work.Lease!).Where(lease => lease.Expires <= now).Select(lease => lease.Id)];
        foreach (long lease in expired)
            End(lease, isDelivered: false);
        return expired.Count;
    }
}
