using JanusCluster.Silo.Scheduling;

namespace JanusCluster.Bench.Autoscale.Engine;

/// <summary>Images that share a GPU: each step draws a code of all of them, and takes longer the more there are.</summary>
internal sealed class SimulatedEngine(EngineModel model)
{
    /// <summary>Images that end within half a step of each other end together.</summary>
    private const double SameStep = 0.5;

    private readonly PriorityQueue<RunningImage, double> _running = new();
    private double _steps, _until;

    public int Count => _running.Count;

    public int Free => model.Places - _running.Count;

    public IEnumerable<RunningImage> Running => _running.UnorderedItems.Select(entry => entry.Element);

    /// <param name="kept">Codes that it has already.</param>
    public void Begin(QueuedWork work, int kept, double now)
    {
        Advance(now);
        double first = _steps + model.Prefill(kept);
        _running.Enqueue(new RunningImage(work, work.Lease!.Id, kept, first), first + model.Codes - kept);
    }

    /// <summary>When the next image ends, if none is added.</summary>
    public double NextEnd() => _running.TryPeek(out _, out double end)
        ? _until + Math.Max(0, end - _steps) * model.StepSeconds(_running.Count)
        : double.PositiveInfinity;

    /// <summary>An image that is finished by now.</summary>
    public bool TryEnd(double now, out RunningImage image)
    {
        Advance(now);
        return _running.TryPeek(out image, out double end) && end <= _steps + SameStep && _running.TryDequeue(out image, out _);
    }

    /// <summary>Codes of a running image by now, those it began with included; never all.</summary>
    public int CodesOf(RunningImage image, double now)
    {
        Advance(now);
        return Math.Clamp(image.Kept + (int)(_steps - image.First), image.Kept, model.Codes - 1);
    }

    private void Advance(double now)
    {
        if (_running.Count > 0)
            _steps += (now - _until) / model.StepSeconds(_running.Count);
        _until = now;
    }
}

/// <param name="Kept">Codes that it began with.</param>
/// <param name="First">The engine's step before which it draws nothing: it is prefilled.</param>
internal readonly record struct RunningImage(QueuedWork Work, long Lease, int Kept, double First);
