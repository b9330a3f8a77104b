namespace JanusCluster.Silo.Scheduling;

/// <summary>One piece of work: an item of a shard.</summary>
internal readonly record struct WorkKey(string Shard, int Position)
{
    public bool BelongsTo(string job) =>
        Shard.Length > job.Length && Shard[job.Length] == '/' && Shard.StartsWith(job, StringComparison.Ordinal);
}

/// <summary>
/// Work in the order it came, each piece waiting or leased until a time. Knows nothing of grains or clocks, so that
/// every rule can be tested as plain data.
/// </summary>
internal sealed class LeaseTable
{
    private sealed record Holding(long Lease, string Holder, DateTimeOffset Expires);

    private readonly LinkedList<WorkKey> _waiting = new();
    private readonly Dictionary<WorkKey, Holding?> _work = [];
    private readonly Dictionary<long, WorkKey> _leases = [];
    private long _lastLease;

    /// <param name="firstLease">Leases are numbered from here; two lives of one table must not share numbers.</param>
    public LeaseTable(long firstLease) => _lastLease = firstLease;

    public int Waiting => _waiting.Count;

    public int Leased => _leases.Count;

    /// <returns>False when the piece already waits or is leased.</returns>
    public bool Offer(WorkKey work)
    {
        if (!_work.TryAdd(work, null))
            return false;
        _waiting.AddLast(work);
        return true;
    }

    /// <summary>Leases at most <paramref name="count"/> pieces, first come first.</summary>
    public IReadOnlyList<(long Lease, WorkKey Work)> Take(int count, string holder, DateTimeOffset expires)
    {
        var taken = new List<(long, WorkKey)>(Math.Min(count, _waiting.Count));
        while (taken.Count < count && _waiting.First is { } first)
        {
            _waiting.RemoveFirst();
            long lease = ++_lastLease;
            _work[first.Value] = new Holding(lease, holder, expires);
            _leases[lease] = first.Value;
            taken.Add((lease, first.Value));
        }

        return taken;
    }

    /// <returns>False when the lease is not known: expired, withdrawn, or of an earlier life of the table.</returns>
    public bool Renew(long lease, string holder, DateTimeOffset expires)
    {
        if (!_leases.TryGetValue(lease, out WorkKey work) || _work[work] is not { } holding || holding.Holder != holder)
            return false;
        _work[work] = holding with { Expires = expires };
        return true;
    }

    /// <summary>Ends a lease. Unfinished work waits again, before all other: its tenant has waited longest.</summary>
    public bool Release(long lease, bool finished)
    {
        if (!_leases.Remove(lease, out WorkKey work))
            return false;
        if (finished)
        {
            _work.Remove(work);
        }
        else
        {
            _work[work] = null;
            _waiting.AddFirst(work);
        }

        return true;
    }

    /// <summary>Ends the lease of this piece, whoever holds it; waiting work is dropped when finished.</summary>
    public void Release(WorkKey work, bool finished)
    {
        if (!_work.TryGetValue(work, out Holding? holding))
            return;
        if (holding is not null)
            Release(holding.Lease, finished);
        else if (finished && _work.Remove(work))
            _waiting.Remove(work);
    }

    /// <summary>Forgets a job's work, leased or not.</summary>
    public void Withdraw(string job)
    {
        foreach (WorkKey work in _work.Keys.Where(work => work.BelongsTo(job)).ToList())
            Release(work, finished: true);
    }

    /// <summary>Lets the leases that have run out wait again.</summary>
    /// <returns>How many.</returns>
    public int Expire(DateTimeOffset now)
    {
        List<long> expired =
            [.. _work.Values.Where(holding => holding is not null && holding.Expires <= now).Select(h => h!.Lease)];
        foreach (long lease in expired)
            Release(lease, finished: false);
        return expired.Count;
    }
}
