using JanusCluster.Model.Engine;
using JanusCluster.Model.Runtime;

namespace JanusCluster.Model.Tests.Engine.Scheduling;

/// <summary>
/// A scheduler and its KV cache with no transformer behind them: steps write digests, and every digest that a step would
/// read is checked.
/// </summary>
internal sealed class SchedulerHarness
{
    private readonly EngineOptions _options;
    private readonly List<Sequence> _added = [];

    public SchedulerHarness(int blocks = 1000, EngineOptions? options = null)
    {
        _options = options ?? new EngineOptions();
        Memory = new HistoryMemory(blocks);
        var grid = new PrefillGrid(isFixed: false);
        Cache = new KvCache(Memory, _options, grid);
        Scheduler = new BatchScheduler(_options, Cache, grid);
    }

    public HistoryMemory Memory { get; }

    public KvCache Cache { get; }

    public BatchScheduler Scheduler { get; }

    /// <summary>Tokens planned so far, of all rows.</summary>
    public int Tokens { get; private set; }

    /// <summary>How long each step takes; null: no time passes.</summary>
    public Func<int, TimeSpan>? StepTime { get; init; }

    public T Add<T>(T sequence)
        where T : Sequence
    {
        _added.Add(sequence);
        Scheduler.Add(sequence);
        return sequence;
    }

    /// <summary>One step; the sequences that it moves on, with how many tokens each.</summary>
    public IReadOnlyList<(Sequence? Sequence, int Count)> Step()
    {
        CheckAdmission(Scheduler.Admit());
        StepPlan plan = Scheduler.Plan();
        Assert.InRange(plan.Tokens, 0, Math.Max(_options.TokensPerStep, _options.MaxRows + ITransformer.BlockSize));
        Assert.Equal(plan.Entries.Count, plan.Entries.Select(entry => entry.Rows).Distinct().Count());
        Tokens += plan.Tokens;
        List<(Sequence? Sequence, int Count)> moved = [.. plan.Entries.Select(entry => (entry.Sequence, entry.Count))];
        foreach (Sequence running in Scheduler.Running)
            CheckHeld(running.Tokens, (running as TextSequence)?.Request);
        foreach (StepPlan.Entry entry in plan.Entries)
            Write(entry);
        foreach (StepPlan.Entry entry in plan.Entries.ToList())
            Finish(entry, entry.Draws);
        if (moved.Count > 0)
            Scheduler.Observe(StepTime?.Invoke(plan.Tokens) ?? TimeSpan.Zero);
        return moved;
    }

    public void RunToEnd()
    {
        for (int steps = 0; !Scheduler.IsIdle; steps++)
        {
            Assert.True(steps < 10_000, "The scheduler does not come to an end.");
            Step();
        }
    }

    private void CheckAdmission(IReadOnlyList<Sequence> admitted)
    {
        Assert.InRange(Scheduler.RowsInUse, 0, _options.MaxRows);
        Assert.InRange(Cache.Available, 0, Memory.Blocks);
        List<Sequence> waiting = [.. Scheduler.All().Except(Scheduler.Running)];
        Assert.All(admitted, one => Assert.DoesNotContain(
            waiting, other => other.Class < one.Class || (other.Class == one.Class && _added.IndexOf(other) < _added.IndexOf(one))));
    }

    private void CheckHeld(TokenRows rows, TextGeneration? text)
    {
        for (int row = 0; row < rows.Kv.Count; row++)
        {
            int position = 0;
            foreach (long digest in History.Of(rows.Row(row)[..rows.Computed].ToArray(), text))
                Assert.Equal(digest, Memory.At(rows.Kv[row], position++));
        }
    }

    private void Write(StepPlan.Entry entry)
    {
        TextGeneration? text = (entry.Sequence as TextSequence)?.Request;
        CheckHeld(entry.Rows, text);
        int end = entry.Rows.Computed + entry.Count;
        for (int row = 0; row < entry.Rows.Kv.Count; row++)
        {
            int position = 0;
            foreach (long digest in History.Of(entry.Rows.Row(row)[..end].ToArray(), text))
            {
                if (position >= entry.Rows.Computed)
                    Memory.At(entry.Rows.Kv[row], position) = digest;
                position++;
            }
        }
    }

    private void Finish(StepPlan.Entry entry, bool draws)
    {
        entry.Rows.Advance(entry.Count);
        if (entry.Sequence is TextSequence text)
            Cache.StoreFilled(text);
        if (!draws)
            return;
        entry.Sequence!.Accept(History.Draw(entry.Rows.Kv.Select(row => Memory.At(row, entry.Rows.Computed - 1)), Requests.Ids));
        if (entry.Sequence.IsFinished)
            Scheduler.Remove(entry.Sequence);
    }
}
