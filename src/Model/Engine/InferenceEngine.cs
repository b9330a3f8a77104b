using JanusCluster.Model.Runtime;
using TorchSharp;

namespace JanusCluster.Model.Engine;

/// <summary>
/// Continuous batching of images and answers over one model. Not thread-safe: one thread owns it and calls
/// <see cref="Step"/> until it answers false.
/// </summary>
public sealed class InferenceEngine : IDisposable
{
    private readonly BatchScheduler _scheduler;
    private readonly BatchRunner _runner;
    private readonly KvCache _cache;
    private readonly ITransformer _transformer;
    private readonly ImageEncoding _encode;
    private readonly TimeProvider _time;
    private readonly List<(Sequence Sequence, long Id)> _drawn = [];
    private long _steps;

    /// <param name="encode">Pixels to features away from this thread; null encodes within the step.</param>
    public InferenceEngine(JanusModel model, EngineOptions options, ImageEncoding? encode = null, TimeProvider? time = null)
        : this(model, Transformers.Create(model, options), options, encode, time)
    {
    }

    internal InferenceEngine(
        JanusModel model, ITransformer transformer, EngineOptions options, ImageEncoding? encode = null, TimeProvider? time = null)
    {
        _transformer = transformer;
        var vision = new JanusVision(model);
        _encode = encode ?? ((pixels, _) => Task.FromResult(vision.Encode([pixels])[0].DetachFromDisposeScope()));
        _time = time ?? TimeProvider.System;
        _runner = new BatchRunner(transformer);
        // In doubt, reproducible where it costs nothing.
        IsDeterministic = options.Deterministic ?? transformer.IsBatchInvariant;
        var grid = new PrefillGrid(isFixed: IsDeterministic && !transformer.IsBatchInvariant);
        _cache = new KvCache(transformer, options, grid);
        _scheduler = new BatchScheduler(options, _cache, grid);
    }

    /// <summary>True when nothing runs or waits.</summary>
    public bool IsIdle => _scheduler.IsIdle;

    /// <summary>See <see cref="EngineOptions.Deterministic"/>.</summary>
    public bool IsDeterministic { get; }

    public EngineCounters Counters => new(
        _scheduler.Running.Count, _scheduler.Waiting, _scheduler.RowsInUse, _scheduler.Preemptions, _cache.Available, _transformer.Blocks, _cache.Prefixes.Counters, _steps);

    /// <exception cref="ArgumentException">The sequence is larger than the engine.</exception>
    public void Add(Sequence sequence)
    {
        if (_scheduler.NeverFits(sequence))
        {
            throw new ArgumentException(
                $"The request needs {sequence.Rows} rows of {sequence.MaxLength} positions; the engine has no room for that even when idle.");
        }

        _scheduler.Add(sequence);
    }

    /// <summary>
    /// One step: admit what fits, then one forward that moves every running sequence on, images and answers together, and
    /// prefills as much as the token budget leaves room for; then guidance, sampling, and the reports.
    /// </summary>
    /// <returns>False when there is nothing to do, or not before an image is encoded.</returns>
    public bool Step()
    {
        DropCancelled();
        using var inference = torch.inference_mode();
        using DisposeScope scope = torch.NewDisposeScope();

        foreach (Sequence admitted in _scheduler.Admit())
        {
            if (admitted.AdmittedAt == 0)
                admitted.AdmittedAt = _time.GetTimestamp();
            (admitted as TextSequence)?.Features.Request(admitted.Tokens.Computed, _encode);
        }

        bool hasDropped = CollectFeatures();

        StepPlan plan = _scheduler.Plan();
        if (plan.Entries.Count == 0)
            return hasDropped; // then there may be room for another
        long began = _time.GetTimestamp();
        Advance(plan.Entries);
        _scheduler.Observe(_time.GetElapsedTime(began));
        _steps++;
        return true;
    }

    /// <summary>Fails everything that runs or waits, for example when the process ends.</summary>
    public void Abandon(Exception reason)
    {
        foreach (Sequence sequence in _scheduler.All())
            Drop(sequence, reason);
    }

    public void Dispose()
    {
        Abandon(new ObjectDisposedException(nameof(InferenceEngine)));
        _transformer.Dispose();
    }

    private void DropCancelled()
    {
        foreach (Sequence cancelled in _scheduler.All().Where(sequence => sequence.IsCancelled))
            Drop(cancelled, new OperationCanceledException("The request was cancelled."));
    }

    /// <returns>True when an answer was dropped because an image of it could not be encoded.</returns>
    private bool CollectFeatures()
    {
        bool hasDropped = false;
        foreach (TextSequence text in _scheduler.Running.OfType<TextSequence>().ToList())
        {
            try
            {
                text.Readable = text.Features.Collect();
            }
            catch (Exception e)
            {
                Drop(text, e);
                hasDropped = true;
            }
        }

        return hasDropped;
    }

    /// <summary>One forward of the entries, and what comes of it. When it fails, each entry is tried alone: the others go on.</summary>
    private void Advance(IReadOnlyList<StepPlan.Entry> entries)
    {
        _drawn.Clear();
        try
        {
            _runner.Forward(entries);
            _runner.Draw(entries, (sequence, id) => _drawn.Add((sequence, id)));
        }
        catch (Exception e)
        {
            if (entries.Count == 1)
            {
                Fail(entries[0], e);
                return;
            }

            foreach (StepPlan.Entry entry in entries.ToArray())
                Advance([entry]);
            return;
        }

        foreach (StepPlan.Entry entry in entries)
        {
            entry.Rows.Advance(entry.Count);
            if (entry.Sequence is TextSequence text)
                _cache.StoreFilled(text);
        }

        foreach ((Sequence sequence, long id) in _drawn)
            Accept(sequence, id);
    }

    private void Accept(Sequence sequence, long id)
    {
        if (id == Sampler.Invalid)
        {
            Drop(sequence, new ArithmeticException("The model's logits are not finite numbers."));
            return;
        }

        sequence.Accept((int)id);
        if (sequence.IsFinished)
            Release(sequence);
    }

    private void Fail(StepPlan.Entry entry, Exception reason)
    {
        if (entry.Sequence is { } sequence)
        {
            Drop(sequence, reason);
            return;
        }

        _cache.Forget(entry.Prompt!);
        foreach (ImageSequence user in _scheduler.Running.OfType<ImageSequence>().Where(image => image.Prompts.Contains(entry.Prompt)).ToList())
            Drop(user, reason);
    }

    private void Drop(Sequence sequence, Exception reason)
    {
        Release(sequence);
        sequence.Fail(reason);
    }

    private void Release(Sequence sequence)
    {
        _scheduler.Remove(sequence);
        (sequence as TextSequence)?.Features.Dispose();
    }
}
