using System.Collections.Concurrent;
using JanusCluster.Model.Engine;

namespace JanusCluster.Silo.Models;

/// <summary>
/// The thread that owns the engine. libtorch's modes and dispose scopes belong to a thread, and a step must never hold
/// up the thread pool that the cluster's heartbeats run on.
/// </summary>
internal sealed class EngineThread
{
    private readonly EngineWatch _watch;
    private readonly ConcurrentQueue<Action> _commands = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;

    /// <param name="start">Runs first on the thread; its engine is then driven until the thread is stopped.</param>
    /// <param name="watch">Told of every step.</param>
    public EngineThread(Func<InferenceEngine?> start, EngineWatch watch)
    {
        _watch = watch;
        new Thread(() => Run(start())) { IsBackground = true, Name = "janus-engine" }.Start();
    }

    /// <summary>Runs <paramref name="command"/> on the thread between two steps. It must not throw.</summary>
    public void Post(Action command)
    {
        _commands.Enqueue(command);
        _wake.Release();
    }

    /// <summary>Has the engine look again for something to do.</summary>
    public void Wake() => _wake.Release();

    /// <summary>Stops after the step that runs; what is unfinished then fails.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        _wake.Release();
        return _ended.Task.WaitAsync(cancellationToken);
    }

    private void Run(InferenceEngine? engine)
    {
        while (engine is not null && !_stopping)
        {
            _watch.Begin();
            while (_commands.TryDequeue(out Action? command))
                command();
            bool isBusy = engine.Step();
            _watch.End(engine.Counters);
            if (!isBusy)
                _wake.Wait();
        }

        while (_commands.TryDequeue(out Action? late))
            late();
        engine?.Abandon(new ObjectDisposedException("engine", "The silo is stopping."));
        engine?.Dispose();
        _ended.SetResult();
    }
}
