namespace JanusCluster.Model.Engine;

/// <summary>
/// Decides what runs and what each step feeds: chat before images somebody waits for before bulk, first come first within a
/// class, never more rows or KV memory than there is. Touches no tensor.
/// </summary>
internal sealed class BatchScheduler(EngineOptions options, KvCache cache, PrefillGrid grid)
{
    private readonly LinkedList<Sequence>[] _waiting = [new(), new(), new()]; // by class
    private readonly List<Sequence> _running = []; // in order of admission
    private readonly StepCost _cost = new();
    private readonly StepPlan _plan = new();
    private int _turn;

    public IReadOnlyList<Sequence> Running => _running;

    public int Waiting => _waiting.Sum(queue => queue.Count);

    public int RowsInUse => _running.Sum(sequence => sequence.Rows);

    /// <summary>Images that had to give their place to chat so far.</summary>
    public long Preemptions { get; private set; }

    public bool IsIdle => _running.Count == 0 && Waiting == 0;

    public void Add(Sequence sequence) => _waiting[(int)sequence.Class].AddLast(sequence);

    /// <summary>True when no state of the engine would ever let the sequence run.</summary>
    public bool NeverFits(Sequence sequence) => sequence.Rows > options.MaxRows || !cache.EverFits(sequence);

    /// <summary>Lets all run that fit, with their memory; returns those that began. While a request waits, none of a lower class goes past it.</summary>
    public IReadOnlyList<Sequence> Admit()
    {
        int before = _running.Count;
        foreach (LinkedList<Sequence> queue in _waiting)
        {
            while (queue.First?.Value is { } first)
            {
                if (!MakeRoom(first, ref before))
                    return [.. _running.Skip(before)];
                queue.RemoveFirst();
                _running.Add(first);
            }
        }

        return before == _running.Count ? [] : [.. _running.Skip(before)];
    }

    /// <summary>
    /// What the next step feeds: one token for every sequence that decodes, then prefill with what is left of the budget.
    /// While chat runs and steps have a time to keep, bulk images take turns instead.
    /// </summary>
    public StepPlan Plan()
    {
        _plan.Clear();
        bool isChatting = _running.Exists(sequence => sequence.Class == RequestClass.Chat);
        bool isTimed = isChatting && options.StepTarget is not null;
        int within = isTimed ? _cost.TokensWithin(options.StepTarget!.Value) : int.MaxValue;

        PlanDecode(within);
        // Nobody's next token waits for a first prefill: it may take the whole budget.
        bool isReading = _plan.Entries.Any(entry => entry.Sequence!.Class == RequestClass.Chat);
        int budget = Math.Max(options.TokensPerStep, options.MaxRows + grid.Size);
        PlanPrefill(RequestClass.Chat, isReading ? Math.Min(budget, Math.Max(within, _plan.Tokens + grid.Size)) : budget);
        // However long steps take, images that begin go on by a block: chat may never end.
        int others = isTimed && _plan.Tokens > 0 ? Math.Min(budget, Math.Max(within, _plan.Tokens + grid.Size)) : budget;
        PlanPrompts(others);
        PlanPrefill(RequestClass.Interactive, others);
        PlanPrefill(RequestClass.Bulk, others);
        return _plan;
    }

    /// <summary>Takes notice of how long the planned step took.</summary>
    public void Observe(TimeSpan elapsed) => _cost.Observe(_plan.Tokens, elapsed);

    /// <summary>Takes a sequence out, and its memory back.</summary>
    public void Remove(Sequence sequence)
    {
        if (!_running.Remove(sequence))
            _waiting[(int)sequence.Class].Remove(sequence);
        cache.Release(sequence);
    }

    /// <summary>All that runs or waits.</summary>
    public IReadOnlyList<Sequence> All() => [.. _running, .. _waiting.SelectMany(queue => queue)];

    private bool MakeRoom(Sequence sequence, ref int firstAdmitted)
    {
        while (true)
        {
            bool hasRows = RowsInUse + sequence.Rows <= options.MaxRows;
            if (hasRows && cache.TryReserve(sequence))
                return true;
            if (hasRows && ReleaseParked(sequence))
                continue;
            if (sequence.Class != RequestClass.Chat || !PreemptionHelps(sequence))
                return false;
            Preempt(keepMemory: !hasRows, ref firstAdmitted);
        }
    }

    /// <summary>The newest bulk image gives up its rows, and its memory only when that is what lacks: with it, going on costs nothing.</summary>
    private void Preempt(bool keepMemory, ref int firstAdmitted)
    {
        int newest = _running.FindLastIndex(running => running.Class == RequestClass.Bulk);
        Sequence victim = _running[newest];
        _running.RemoveAt(newest);
        if (!keepMemory)
            cache.Release(victim);
        _waiting[(int)RequestClass.Bulk].AddFirst(victim);
        Preemptions++;
        if (newest < firstAdmitted)
            firstAdmitted--;
    }

    /// <summary>Takes the memory of the last one that waits with any; false when none does.</summary>
    private bool ReleaseParked(Sequence asker)
    {
        Sequence? parked = _waiting[(int)RequestClass.Bulk].LastOrDefault(waiting => waiting != asker && KvCache.HasMemory(waiting));
        if (parked is null)
            return false;
        cache.Release(parked);
        return true;
    }

    /// <summary>True when there is room once all bulk images have gone.</summary>
    private bool PreemptionHelps(Sequence sequence)
    {
        int rows = _running.Where(running => running.Class == RequestClass.Bulk).Sum(bulk => bulk.Rows);
        int blocks = _running.Concat(_waiting[(int)RequestClass.Bulk]).Where(one => one.Class == RequestClass.Bulk).Sum(cache.OwnBlocks);
        return rows > 0 && RowsInUse - rows + sequence.Rows <= options.MaxRows && cache.WouldFit(sequence, blocks);
    }

    private bool CanFeed(Sequence sequence) =>
        sequence is TextSequence text ? text.Readable > text.Tokens.Computed : cache.MakeReady(sequence);

    private void PlanDecode(int within)
    {
        foreach (Sequence sequence in _running)
        {
            if (sequence.Class != RequestClass.Bulk && grid.IsDecoding(sequence.Tokens) && CanFeed(sequence))
                _plan.Add(sequence, 1);
        }

        // Bulk goes on by at least one image, and each begins where the last step stopped.
        Sequence[] bulk = [.. _running.Where(sequence => sequence.Class == RequestClass.Bulk && grid.IsDecoding(sequence.Tokens) && CanFeed(sequence))];
        int taken = 0;
        for (; taken < bulk.Length; taken++)
        {
            Sequence next = bulk[(_turn + taken) % bulk.Length];
            if (taken > 0 && _plan.Tokens + next.Rows > within)
                break;
            _plan.Add(next, 1);
        }

        _turn = bulk.Length == 0 || taken == bulk.Length ? 0 : (_turn + taken) % bulk.Length;
    }

    private void PlanPrefill(RequestClass kind, int budget)
    {
        foreach (Sequence sequence in _running)
        {
            if (sequence.Class != kind || grid.IsDecoding(sequence.Tokens) || !CanFeed(sequence))
                continue;
            int room = (budget - _plan.Tokens) / sequence.Rows;
            if (sequence is TextSequence text)
                room = Math.Min(room, text.Readable - text.Tokens.Computed);
            int count = grid.Next(sequence.Tokens, room);
            if (count > 0)
                _plan.Add(sequence, count);
        }
    }

    private void PlanPrompts(int budget)
    {
        foreach (SharedPrompt prompt in cache.Unfinished)
        {
            int count = grid.Next(prompt.Rows, budget - _plan.Tokens);
            if (count > 0)
                _plan.Add(prompt, count);
        }
    }
}
