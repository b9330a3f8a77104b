using JanusCluster.Model.Engine;

namespace JanusCluster.Silo.Models;

/// <summary>What an engine is at, for those who look on from other threads. Only the engine's own thread writes it.</summary>
internal sealed class EngineWatch(TimeProvider time)
{
    private volatile State _state = new(default);
    private long _began;

    /// <summary>As they were after the last step.</summary>
    public EngineCounters Counters => _state.Counters;

    /// <summary>How long the step that runs has taken by now; null while the engine has nothing to do.</summary>
    public TimeSpan? InStep => Volatile.Read(ref _began) is var began && began != 0 ? time.GetElapsedTime(began) : null;

    /// <summary>Called after each step with its time, on the engine's thread.</summary>
    public Action<TimeSpan>? Stepped { get; set; }

    public void Begin() => Volatile.Write(ref _began, Math.Max(1, time.GetTimestamp()));

    /// <summary>Ends what <see cref="Begin"/> began, whether or not there was anything to do.</summary>
    public void End(EngineCounters counters)
    {
        TimeSpan elapsed = time.GetElapsedTime(_began);
        Volatile.Write(ref _began, 0);
        Report(counters, elapsed);
    }

    /// <param name="elapsed">Time of the step, if these counters say that there was one.</param>
    public void Report(EngineCounters counters, TimeSpan elapsed)
    {
        bool isStep = counters.Steps > _state.Counters.Steps;
        _state = new State(counters);
        if (isStep)
            Stepped?.Invoke(elapsed);
    }

    /// <summary>One reference, so that another thread never sees half of a change.</summary>
    private sealed record State(EngineCounters Counters);
}
