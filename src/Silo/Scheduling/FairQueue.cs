namespace JanusCluster.Silo.Scheduling;

/// <summary>
/// Waiting work of many tenants. Each gets its share of what is handed out, by weight and measured in codes, however
/// much of it waits: deficit round robin (Shreedhar and Varghese 1995).
/// </summary>
/// <param name="weightOf">A tenant's weight, above 0.</param>
internal sealed class FairQueue(Func<string, double> weightOf)
{
    /// <summary>
    /// Codes that a tenant of weight 1 gains when it is its turn: fewer than an image costs, so that a turn never is worth
    /// many pieces, which would all go before a tenant that has just come.
    /// </summary>
    private const int Quantum = 64;

    private readonly Dictionary<string, Line> _lines = [];
    private readonly LinkedList<Line> _round = new();

    public int Count { get; private set; }

    /// <summary>What all of it costs. What waits must not change in that.</summary>
    public long Codes { get; private set; }

    /// <param name="first">Before the tenant's other work.</param>
    public void Add(QueuedWork work, bool first = false)
    {
        if (!_lines.TryGetValue(work.Tenant, out Line? line))
        {
            line = new Line(work.Tenant);
            _lines.Add(work.Tenant, line);
            _round.AddLast(line);
        }

        LinkedList<QueuedWork> list = line.ListOf(work.Numerics);
        work.Place = first ? list.AddFirst(work) : list.AddLast(work);
        line.Count++;
        Count++;
        Codes += work.Codes;
    }

    public void Remove(QueuedWork work)
    {
        Line line = _lines[work.Tenant];
        work.Place!.List!.Remove(work.Place);
        work.Place = null;
        Count--;
        Codes -= work.Codes;
        if (--line.Count > 0)
            return;
        _lines.Remove(work.Tenant);
        _round.Remove(line);
    }

    /// <summary>The next piece that an instance of this numerics class may have.</summary>
    /// <param name="admits">False for tenants that may have no more at present.</param>
    /// <returns>Null when there is none.</returns>
    public QueuedWork? Take(string numerics, Func<string, bool> admits)
    {
        for (int passed = 0; _round.First is { } node && passed < _round.Count;)
        {
            Line line = node.Value;
            QueuedWork? next = admits(line.Tenant) ? line.FirstFor(numerics) : null;
            if (next is null)
            {
                passed++;
                PassOn(node);
                continue;
            }

            passed = 0;
            if (!line.HasTurn)
                line.Deficit += Quantum * weightOf(line.Tenant);
            line.HasTurn = true;
            if (line.Deficit < next.Codes)
            {
                PassOn(node);
                continue;
            }

            line.Deficit -= next.Codes;
            Remove(next);
            return next;
        }

        return null;
    }

    /// <summary>Pieces of each tenant.</summary>
    public IEnumerable<(string Tenant, int Count)> Tenants => _lines.Values.Select(line => (line.Tenant, line.Count));

    /// <summary>Its tenant's pieces that come before the first one of the owner, and as many turns of every other tenant.</summary>
    /// <returns>Null when there is none of the owner.</returns>
    public int? CountAhead(string owner)
    {
        string tenant = owner[..owner.IndexOf('/', StringComparison.Ordinal)];
        if (!_lines.TryGetValue(tenant, out Line? line) || line.CountBefore(owner) is not { } before)
            return null;
        return before + _round.Where(other => other != line).Sum(other => Math.Min(other.Count, before + 1));
    }

    private void PassOn(LinkedListNode<Line> node)
    {
        node.Value.HasTurn = false;
        _round.Remove(node);
        _round.AddLast(node);
    }

    /// <summary>One tenant's work: what any instance may have, and what belongs to a numerics class, which goes first.</summary>
    private sealed class Line(string tenant)
    {
        private readonly LinkedList<QueuedWork> _any = new();
        private Dictionary<string, LinkedList<QueuedWork>>? _bound;

        public string Tenant => tenant;

        public int Count { get; set; }

        public double Deficit { get; set; }

        public bool HasTurn { get; set; }

        public LinkedList<QueuedWork> ListOf(string? numerics)
        {
            if (numerics is null)
                return _any;
            _bound ??= [];
            return _bound.TryGetValue(numerics, out LinkedList<QueuedWork>? list) ? list : _bound[numerics] = new();
        }

        public int? CountBefore(string owner)
        {
            int before = 0;
            foreach (QueuedWork work in (_bound?.Values.SelectMany(list => list) ?? []).Concat(_any))
            {
                if (work.Key.Owner == owner || work.Key.BelongsTo(owner))
                    return before;
                before++;
            }

            return null;
        }

        public QueuedWork? FirstFor(string numerics) =>
            (_bound?.GetValueOrDefault(numerics)?.First ?? _any.First)?.Value;
    }
}
