using JanusCluster.Contracts.Scheduling;
using JanusCluster.Silo.Telemetry;

namespace JanusCluster.Silo.Scheduling;

/// <summary>
/// All work of one model, each piece waiting or leased until a time. Knows nothing of grains or clocks, so that every
/// rule can be tested as plain data.
/// </summary>
internal sealed class LeaseTable
{
    /// <summary>Leases that one life of a scheduler may give.</summary>
    private const int CounterBits = 40;

    private readonly Dictionary<WorkKey, QueuedWork> _work = [];
    private readonly Dictionary<long, QueuedWork> _leases = [];
    private readonly Dictionary<string, HashSet<QueuedWork>> _holders = [];
    private readonly Dictionary<string, int> _leasedItems = [];
    private readonly HashSet<QueuedWork> _turns = [];
    private readonly WorkQueue _queue;
    private readonly long _firstLease;
    private readonly Func<string, int?> _limitOf;
    private string? _quarantine;
    private long _lastLease;

    /// <param name="life">Number of this life of the scheduler: later lives have higher ones, and so have their leases.</param>
    /// <param name="weightOf">A tenant's weight.</param>
    /// <param name="limitOf">Items of a tenant that may be leased at a time, or null.</param>
    public LeaseTable(long life, Func<string, double> weightOf, Func<string, int?> limitOf)
    {
        _firstLease = _lastLease = life << CounterBits;
        _queue = new WorkQueue(weightOf);
        _limitOf = limitOf;
    }

    /// <summary>Called with the codes that holders say they have made, as they say it.</summary>
    public Action<int>? Made { get; init; }

    public int Waiting => _queue.Count;

    public int WaitingItems => _queue.Count - _queue.Chat.Count;

    public long WaitingCodes => _queue.Codes;

    public int Leased => _leases.Count;

    public int LeasedItems { get; private set; }

    /// <summary>Codes and tokens that what is leased still costs, as far as holders have told.</summary>
    public long LeasedCodes { get; private set; }

    /// <summary>Items that wait for their tenant's limit: no silo, however idle, may have them yet.</summary>
    public int HeldBackItems => _queue.Items.GroupBy(one => one.Tenant).Sum(one =>
        _limitOf(one.Key) is { } limit ? Math.Max(0, one.Sum(part => part.Count) - Math.Max(0, limit - _leasedItems.GetValueOrDefault(one.Key))) : 0);

    /// <summary>How many hold anything.</summary>
    public int Holders => _holders.Count;

    /// <summary>What waits, for those who watch.</summary>
    public QueueFigures Figures => _queue.Figures;

    public IEnumerable<QueuedWork> All => _work.Values;

    /// <summary>All turns of conversations, waiting and leased.</summary>
    public IReadOnlyCollection<QueuedWork> Turns => _turns;

    public bool HasWaitingTurns => _queue.Chat.Count > 0;

    public IReadOnlyCollection<QueuedWork> HeldBy(string holder) => _holders.GetValueOrDefault(holder) ?? [];

    /// <inheritdoc cref="ISchedulerGrain.CountAheadAsync"/>
    public int? CountAhead(string owner) => _queue.CountAhead(owner);

    public QueuedWork? Find(WorkKey key) => _work.GetValueOrDefault(key);

    /// <returns>False when the piece already waits or is leased.</returns>
    public bool Offer(WorkKey key, WorkClass workClass, OfferedItem item)
    {
        if (_work.ContainsKey(key))
            return false;
        Wait(new QueuedWork(key, workClass) { Codes = item.Codes, Numerics = item.Numerics, IsSuspect = item.Suspect });
        return true;
    }

    /// <summary>Adds a piece that waits; of a new turn its wishes are known before it can be taken.</summary>
    public void Wait(QueuedWork work)
    {
        Know(work);
        _queue.Add(work);
    }

    /// <summary>
    /// Leases items of jobs, at most <paramref name="count"/>. A suspect runs alone: a holder that asks while one waits gets
    /// nothing until it holds nothing, and then the suspect.
    /// </summary>
    public IReadOnlyList<QueuedWork> Take(int count, string holder, string numerics, DateTimeOffset expires)
    {
        if (_quarantine is null && _queue.HasSuspectFor(numerics))
            _quarantine = holder;
        if (_quarantine == holder)
        {
            if (HeldBy(holder).Count > 0)
                return [];
            if (_queue.TakeSuspect(numerics) is { } suspect)
            {
                Lease(suspect, ++_lastLease, holder, expires, isStarted: false);
                return [suspect];
            }

            _quarantine = null;
        }

        var taken = new List<QueuedWork>();
        while (taken.Count < count && _queue.TakeItem(numerics, Admits) is { } work)
        {
            Lease(work, ++_lastLease, holder, expires, isStarted: false);
            taken.Add(work);
        }

        return taken;
    }

    /// <summary>Leases the next turn of a conversation to the holder that <paramref name="place"/> names.</summary>
    public QueuedWork? TakeTurn(Func<string, bool> admits, Func<QueuedWork, string> place, DateTimeOffset expires)
    {
        if (_queue.Chat.Take("", admits) is not { } turn)
            return null;
        Lease(turn, ++_lastLease, place(turn), expires, isStarted: false);
        return turn;
    }

    /// <summary>It runs a suspect alone, or is about to.</summary>
    public bool IsQuarantined(string holder) => _quarantine == holder;

    /// <summary>This holder takes no more: a suspect that waits for it goes to another.</summary>
    public void LiftQuarantine(string holder)
    {
        if (_quarantine == holder)
            _quarantine = null;
    }

    /// <summary>Prolongs a lease of which its holder speaks, or takes up one that an earlier life gave.</summary>
    /// <param name="mayAdopt">Work that is not known may still be offered: this life is young.</param>
    /// <returns>False when the lease is over: expired and given to another, withdrawn, or finished.</returns>
    public bool Renew(HeldLease held, string holder, DateTimeOffset expires, bool mayAdopt)
    {
        var key = new WorkKey(held.Work, held.Position);
        if (!_work.TryGetValue(key, out QueuedWork? work))
        {
            if (!mayAdopt || held.Id > _firstLease)
                return false;
            work = new QueuedWork(key, held.Class);
            Know(work);
        }
        else if (work.Lease is { } lease)
        {
            if (lease.Id > held.Id || (lease.Id == held.Id && lease.Holder != holder))
                return false;
            Unlease(work);
            Made?.Invoke(work.Codes - held.CodesLeft);
        }
        else
        {
            // It ran out, and waits: whoever held it last may go on.
            if (work.LastLease != held.Id && work.LastLease > _firstLease)
                return false;
            _queue.Remove(work);
        }

        work.Codes = held.CodesLeft;
        Lease(work, held.Id, holder, expires, isStarted: true);
        return true;
    }

    /// <summary>Ends a lease. What is unfinished waits again, before its tenant's other work.</summary>
    /// <param name="codesLeft">As its holder says; null when nobody knows.</param>
    /// <returns>The work, unless the lease was over before.</returns>
    public QueuedWork? End(long lease, bool isFinished, int? codesLeft = null)
    {
        if (!_leases.TryGetValue(lease, out QueuedWork? work))
            return null;
        Unlease(work);
        if (codesLeft is { } left)
            Made?.Invoke(work.Codes - left);
        if (isFinished)
            Forget(work);
        else
            _queue.Add(work, first: true);
        return work;
    }

    /// <summary>Has waiting work change in what it needs.</summary>
    public void Change(QueuedWork waiting, Action<QueuedWork> change)
    {
        _queue.Remove(waiting);
        change(waiting);
        _queue.Add(waiting, first: true);
    }

    /// <summary>Ends all leases of a holder that is gone; a turn's conversation asks again by itself.</summary>
    /// <returns>How many items wait again.</returns>
    public int Lose(string holder)
    {
        QueuedWork[] lost = [.. HeldBy(holder)];
        foreach (QueuedWork work in lost)
            End(work.Lease!.Id, isFinished: work.Class == WorkClass.Chat);
        LiftQuarantine(holder);
        return lost.Length;
    }

    /// <summary>Forgets a job's work, leased or not.</summary>
    public void Withdraw(string job)
    {
        foreach (QueuedWork work in _work.Values.Where(work => work.Key.BelongsTo(job)).ToList())
            Drop(work);
    }

    public void Drop(QueuedWork work)
    {
        if (work.Lease is { } lease)
        {
            End(lease.Id, isFinished: true);
            return;
        }

        _queue.Remove(work);
        Forget(work);
    }

    /// <summary>Ends the leases that have run out.</summary>
    /// <returns>How many.</returns>
    public int Expire(DateTimeOffset now)
    {
        List<QueuedWork> expired = [.. _leases.Values.Where(work => work.Lease!.Expires <= now)];
        foreach (QueuedWork work in expired)
            End(work.Lease!.Id, isFinished: work.Class == WorkClass.Chat);
        return expired.Count;
    }

    private void Know(QueuedWork work)
    {
        _work.Add(work.Key, work);
        if (work.Class == WorkClass.Chat)
            _turns.Add(work);
    }

    private void Forget(QueuedWork work)
    {
        _work.Remove(work.Key);
        _turns.Remove(work);
    }

    private bool Admits(string tenant) => _limitOf(tenant) is not { } limit || _leasedItems.GetValueOrDefault(tenant) < limit;

    private void Lease(QueuedWork work, long id, string holder, DateTimeOffset expires, bool isStarted)
    {
        work.Lease = new HeldWork(id, holder, expires, isStarted);
        work.LastLease = Math.Max(work.LastLease, id);
        _leases[id] = work;
        if (!_holders.TryGetValue(holder, out HashSet<QueuedWork>? held))
            _holders[holder] = held = [];
        held.Add(work);
        LeasedCodes += work.Codes;
        if (work.Class == WorkClass.Chat)
            return;
        LeasedItems++;
        _leasedItems[work.Tenant] = _leasedItems.GetValueOrDefault(work.Tenant) + 1;
    }

    private void Unlease(QueuedWork work)
    {
        HeldWork lease = work.Lease!;
        _leases.Remove(lease.Id);
        HashSet<QueuedWork> held = _holders[lease.Holder];
        held.Remove(work);
        if (held.Count == 0)
            _holders.Remove(lease.Holder);
        work.Lease = null;
        LeasedCodes -= work.Codes;
        if (work.Class == WorkClass.Chat)
            return;
        LeasedItems--;
        if (--_leasedItems[work.Tenant] == 0)
            _leasedItems.Remove(work.Tenant);
    }
}
