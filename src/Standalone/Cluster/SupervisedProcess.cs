using System.Diagnostics;
using JanusCluster.Client.Hosting;
using JanusCluster.Standalone.Logging;

namespace JanusCluster.Standalone.Cluster;

/// <summary>A child that is started again when it ends by itself, ever more slowly. One that ends with 0 has been told to leave.</summary>
/// <param name="start">How it is started.</param>
/// <param name="askToStop">Asks a running one to stop in good order.</param>
/// <param name="restarts">Whether it is started again.</param>
internal sealed class SupervisedProcess(
    string name, ClusterRole role, int port, ProcessStartInfo start, Func<Process, Task> askToStop, bool restarts, ClusterWatch watch)
    : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan KillTime = TimeSpan.FromSeconds(10);

    /// <summary>One that ran for so long is started again after the first pause only.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly BoundedLogFile _log = watch.OpenLog(name);
    private Process? _process;
    private Task _run = Task.CompletedTask;

    public ClusterRole Role => role;

    /// <summary>The process that runs now; null between two of them, and at the end.</summary>
    public ClusterProcess? Current { get; private set; }

    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    public void Start()
    {
        Process first = Launch();
        _run = SuperviseAsync(first);
    }

    /// <summary>Stops it in good order, or after <paramref name="limit"/> by force.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        await _stopping.CancelAsync();
        Process? process;
        lock (_lock)
            process = _process;
        try
        {
            if (process is not null)
                await askToStop(process).WaitAsync(limit, watch.Time);
            await _run.WaitAsync(limit, watch.Time);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            watch.Note($"{name} does not stop in time; it is killed.");
            Kill();
            await _run.WaitAsync(KillTime, watch.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Ends it at once, for good.</summary>
    public void Kill()
    {
        _stopping.Cancel();
        lock (_lock)
            _process?.Kill();
    }

    public void Dispose()
    {
        Kill();
        _stopping.Dispose();
        _log.Dispose();
    }

    private async Task SuperviseAsync(Process process)
    {
        for (int failures = 0; ; failures++)
        {
            long started = watch.Time.GetTimestamp();
            await process.WaitForExitAsync();
            int code = process.ExitCode;
            Forget();
            if (_stopping.IsCancellationRequested)
                return;
            if (code == 0 || !restarts)
            {
                watch.Note(code == 0 ? $"{name} has left." : $"{name} ended with code {code}; see {watch.LogOf(name)}.");
                return;
            }

            if (watch.Time.GetElapsedTime(started) > Settled)
                failures = 0;
            TimeSpan pause = TimeSpan.FromTicks(Math.Min(FirstPause.Ticks << Math.Min(failures, 10), LongestPause.Ticks));
            watch.Note($"{name} ended with code {code}; it is started again in {pause.TotalSeconds:F0} s.");
            await Task.Delay(pause, watch.Time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stopping.IsCancellationRequested)
                return;
            process = Launch();
        }
    }

    private Process Launch()
    {
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Log(line.Data);
        process.ErrorDataReceived += (_, line) => Log(line.Data);
        lock (_lock)
        {
            process.Start();
            _process = process;
            Current = new ClusterProcess(name, role, process.Id, process.StartTime.ToUniversalTime(), port);
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        watch.Changed();
        return process;
    }

    private void Forget()
    {
        lock (_lock)
        {
            _process?.Dispose();
            _process = null;
            Current = null;
        }

        watch.Changed();
    }

    private void Log(string? line)
    {
        if (line is not null)
            _log.Append(line);
    }
}
