using System.Diagnostics;
using JanusCluster.Bench.Faults.History;
using JanusCluster.Bench.Faults.Nodes;

namespace JanusCluster.Bench.Faults.Processes;

/// <summary>One place of a run's cluster, and the processes that fill it one after the other.</summary>
/// <param name="template">What its processes are started with, but for their names and ports.</param>
internal sealed class ClusterNode(NodeRole role, int index, NodeSettings template, RunFolder folder, HistoryWriter history) : IAsyncDisposable
{
    private static readonly string Program = typeof(ClusterNode).Assembly.Location;

    private readonly SemaphoreSlim _use = new(1);
    private int _incarnations;
    private ChildProcess? _process;

    public NodeRole Role => role;

    public int Index => index;

    public int SiloPort { get; private set; }

    /// <summary>Names the process that fills it now.</summary>
    public string Process => _process!.Name;

    public bool HasExited => _process is not { HasExited: false };

    /// <summary>Starts a process, as its first or in place of one that has ended.</summary>
    public async Task StartAsync()
    {
        if (_process is { } ended)
            await ended.DisposeAsync();
        string name = $"{role}-{index}.{_incarnations++}".ToLowerInvariant();
        // Other ports than before, as a new machine has another address: nobody notices a death by them.
        SiloPort = Ports.Next();
        string settings = folder.SettingsOf(name);
        (template with { Process = name, Role = role, SiloPort = SiloPort, GatewayPort = Ports.Next() }).Write(settings);
        _process = ChildProcess.Start(name, folder.LogOf(name), isWatched: false, "dotnet", Program, Cli.NodeCommand.Name, settings);
    }

    public void Send(ProcessSignal signal)
    {
        history.Add(new ProcessSignalled(Stopwatch.GetTimestamp(), Process, signal));
        _process!.Send(signal);
    }

    /// <returns>False when it has not ended in time.</returns>
    public async Task<bool> WaitForExitAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        bool ended = await _process!.WaitForExitAsync(limit, cancellationToken);
        if (ended)
            history.Add(new ProcessExited(Stopwatch.GetTimestamp(), Process, _process.ExitCode));
        return ended;
    }

    /// <summary>Nobody else does anything to it meanwhile.</summary>
    /// <returns>Ends the use; null when somebody uses it already.</returns>
    public IDisposable? TryUse() => _use.Wait(TimeSpan.Zero) ? new Use(_use) : null;

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _use.Dispose();
    }

    private sealed class Use(SemaphoreSlim use) : IDisposable
    {
        public void Dispose() => use.Release();
    }
}
