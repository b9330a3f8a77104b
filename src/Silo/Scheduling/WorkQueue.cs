using JanusCluster.Contracts.Scheduling;
using JanusCluster.Silo.Telemetry;

namespace JanusCluster.Silo.Scheduling;

/// <summary>All that waits, in three classes. Images that somebody waits for come before bulk, of which a floor is kept.</summary>
internal sealed class WorkQueue(Func<string, double> weightOf)
{
    /// <summary>Of the codes that are handed out, at least this share is bulk while there is any.</summary>
    private const double BulkFloor = 0.1;

    private readonly FairQueue[] _classes = [new(weightOf), new(weightOf), new(weightOf)];
    private readonly LinkedList<QueuedWork> _suspects = new();
    private double _owedToBulk;

    public int Count => _suspects.Count + _classes.Sum(queue => queue.Count);

    /// <summary>Codes and tokens that all of it costs.</summary>
    public long Codes => _classes.Sum(queue => queue.Codes) + _suspects.Sum(work => (long)work.Codes);

    public QueueFigures Figures => new([.. Enum.GetValues<WorkClass>().Select(FiguresOf)]);

    /// <summary>Items of each tenant that wait, but for those that must run alone; a tenant may be named for each class.</summary>
    public IEnumerable<(string Tenant, int Count)> Items => _classes.Where(queue => queue != Chat).SelectMany(queue => queue.Tenants);

    public FairQueue Chat => _classes[(int)WorkClass.Chat];

    public void Add(QueuedWork work, bool first = false)
    {
        if (!work.IsSuspect)
            _classes[(int)work.Class].Add(work, first);
        else
            work.Place = _suspects.AddLast(work);
    }

    public void Remove(QueuedWork work)
    {
        if (work.Place?.List == _suspects)
            RemoveSuspect(work);
        else
            _classes[(int)work.Class].Remove(work);
    }

    /// <summary>The next item of a job, or null.</summary>
    public QueuedWork? TakeItem(string numerics, Func<string, bool> admits)
    {
        FairQueue interactive = _classes[(int)WorkClass.Interactive], bulk = _classes[(int)WorkClass.Bulk];
        if (bulk.Count == 0)
            _owedToBulk = 0;
        if (_owedToBulk >= 1 && bulk.Take(numerics, admits) is { } owed)
        {
            _owedToBulk -= owed.Codes;
            return owed;
        }

        if (interactive.Take(numerics, admits) is not { } next)
            return bulk.Take(numerics, admits);
        if (bulk.Count > 0)
            _owedToBulk += next.Codes * BulkFloor / (1 - BulkFloor);
        return next;
    }

    /// <inheritdoc cref="ISchedulerGrain.CountAheadAsync"/>
    public int? CountAhead(string owner) =>
        Chat.CountAhead(owner)
        ?? _classes[(int)WorkClass.Interactive].CountAhead(owner)
        ?? _classes[(int)WorkClass.Bulk].CountAhead(owner) + _classes[(int)WorkClass.Interactive].Count;

    /// <summary>An item that must run alone, or null.</summary>
    public QueuedWork? TakeSuspect(string numerics)
    {
        QueuedWork? suspect = _suspects.FirstOrDefault(work => work.Numerics is null || work.Numerics == numerics);
        if (suspect is not null)
            RemoveSuspect(suspect);
        return suspect;
    }

    public bool HasSuspectFor(string numerics) => _suspects.Any(work => work.Numerics is null || work.Numerics == numerics);

    private ClassFigures FiguresOf(WorkClass one)
    {
        FairQueue queue = _classes[(int)one];
        QueuedWork[] suspects = [.. _suspects.Where(work => work.Class == one)];
        return new ClassFigures(queue.Count + suspects.Length, queue.Codes + suspects.Sum(work => (long)work.Codes));
    }

    private void RemoveSuspect(QueuedWork work)
    {
        _suspects.Remove(work.Place!);
        work.Place = null;
    }
}
