using JanusCluster.Contracts;
using JanusCluster.Model.Engine;

namespace JanusCluster.Silo.Models;

/// <summary>
/// The pace of a batch engine: a step takes a fixed time and moves all that runs on by one, however much that is. What
/// arrives during a step joins the next one; an idle engine begins a step at once. Thread-safe.
/// </summary>
/// <remarks>
/// One timer for all runs, set from step to step. A timer that fires late makes up for it, as the device that is
/// simulated would not have waited; what a process loses by being stopped is lost.
/// </remarks>
/// <param name="step">Time of a step; zero finishes every run at once.</param>
internal sealed class SimulatedEngine(TimeSpan step, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan FinestTimer = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MostToMakeUp = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly List<SimulatedRun> _running = [], _arrived = [];
    private ITimer? _timer;
    private long _began;
    private TimeSpan _stepped;
    private bool _stopped;
    private long _steps;

    public EngineWatch Watch { get; } = new(time);

    /// <returns>Ends with the run; no progress is reported any more from then on.</returns>
    /// <exception cref="JanusException"><see cref="ErrorCode.Unavailable"/>: the engine is stopped.</exception>
    public async Task RunAsync(SimulatedRun run, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (step == TimeSpan.Zero)
        {
            run.Finish();
            lock (_lock)
                Report();
            return;
        }

        Add(run);
        await using CancellationTokenRegistration registration = cancellationToken.Register(() =>
        {
            lock (_lock)
                run.Cancel(cancellationToken);
        });
        await run.Ended;
    }

    /// <summary>Ends all that runs.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _stopped = true;
            _timer?.Dispose();
            foreach (SimulatedRun run in (IEnumerable<SimulatedRun>)[.. _running, .. _arrived])
                run.Fail(Stopping());
            _running.Clear();
            _arrived.Clear();
        }
    }

    private void Add(SimulatedRun run)
    {
        lock (_lock)
        {
            if (_stopped)
                throw Stopping();
            if (_running.Count > 0)
            {
                _arrived.Add(run);
                return;
            }

            _running.Add(run);
            _began = time.GetTimestamp();
            _stepped = TimeSpan.Zero;
            _timer ??= time.CreateTimer(_ => Tick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            SetTimer(TimeSpan.Zero);
        }
    }

    private void Tick()
    {
        lock (_lock)
        {
            if (_stopped)
                return;
            TimeSpan elapsed = time.GetElapsedTime(_began);
            TimeSpan late = elapsed - _stepped - step;
            if (late > MostToMakeUp)
                _stepped += late - MostToMakeUp;
            while (_running.Count > 0 && _stepped + step <= elapsed)
                Step();
            if (_running.Count > 0)
                SetTimer(elapsed);
        }
    }

    private void Step()
    {
        _stepped += step;
        _running.RemoveAll(run => run.Advance());
        _running.AddRange(_arrived);
        _arrived.Clear();
        Report();
    }

    private void Report() => Watch.Report(
        new EngineCounters(_running.Count, Waiting: 0, Rows: _running.Count, Preemptions: 0, FreeBlocks: 0, Blocks: 0, default, ++_steps), step);

    /// <summary>To the end of the step that runs. Timers count whole milliseconds, and may fire a little early: then it is set once more.</summary>
    private void SetTimer(TimeSpan elapsed)
    {
        TimeSpan left = TimeSpan.FromMilliseconds(Math.Ceiling((_stepped + step - elapsed).TotalMilliseconds));
        _timer!.Change(left > FinestTimer ? left : FinestTimer, Timeout.InfiniteTimeSpan);
    }

    private static JanusException Stopping() => new(ErrorCode.Unavailable, "The silo is stopping.");
}
