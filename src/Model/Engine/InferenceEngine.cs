using TorchSharp;

namespace JanusCluster.Model.Engine;

/// <summary>
/// Continuous batching of images and text over one model. Not thread-safe: one thread owns it and calls
/// <see cref="Step"/> until it answers false.
/// </summary>
public sealed class InferenceEngine
{
    private readonly BatchScheduler _scheduler;
    private readonly BatchRunner _runner;

    public InferenceEngine(JanusModel model, EngineOptions options)
    {
        _runner = new BatchRunner(model);
        _scheduler = new BatchScheduler(options, _runner.KvBytesPerPosition);
    }

    /// <summary>Sequences that run or wait.</summary>
    public bool IsIdle => _scheduler.IsIdle;

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

    /// <summary>Admits and prefills one waiting sequence, then moves every running one a step further.</summary>
    /// <returns>False when there is nothing to do.</returns>
    public bool Step()
    {
        foreach (Sequence cancelled in _scheduler.RemoveCancelled())
            Drop(cancelled, new OperationCanceledException("The request was cancelled."));
        if (_scheduler.IsIdle)
            return false;

        using var inference = torch.inference_mode();
        using DisposeScope scope = torch.NewDisposeScope();

        List<Sequence> decoding = [.. _scheduler.Running];
        if (_scheduler.Admit() is { } admitted)
            Advance([admitted], () => _runner.Prefill(admitted));
        if (decoding.Count > 0)
            Advance(decoding, () => _runner.Decode(decoding));
        return true;
    }

    /// <summary>Fails everything that runs or waits, for example when the process ends.</summary>
    public void Abandon(Exception reason)
    {
        foreach (Sequence sequence in _scheduler.All())
            Drop(sequence, reason);
    }

    /// <summary>Runs <paramref name="forward"/>, hands each sequence its id, and removes what is finished or broken.</summary>
    private void Advance(IReadOnlyList<Sequence> sequences, Func<long[]> forward)
    {
        long[] ids;
        try
        {
            ids = forward();
        }
        catch (Exception e)
        {
            foreach (Sequence sequence in sequences)
                Drop(sequence, e);
            return;
        }

        for (int i = 0; i < ids.Length; i++)
        {
            if (ids[i] == Sampler.Invalid)
            {
                Drop(sequences[i], new ArithmeticException("The model's logits are not finite numbers."));
                continue;
            }

            sequences[i].Accept(ids[i]);
            if (sequences[i].IsFinished)
                Release(sequences[i]);
        }
    }

    private void Drop(Sequence sequence, Exception reason)
    {
        Release(sequence);
        sequence.Fail(reason);
    }

    private void Release(Sequence sequence)
    {
        _scheduler.Remove(sequence);
        sequence.Cache?.Dispose();
        sequence.Cache = null;
    }
}
