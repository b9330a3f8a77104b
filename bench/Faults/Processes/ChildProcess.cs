using System.Diagnostics;
using JanusCluster.Bench.Faults.History;

namespace JanusCluster.Bench.Faults.Processes;

/// <summary>A process of a run. Its output goes to a file; it holds a pipe from us, whose end tells it that we are gone.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>The shell sends the output to the file itself and becomes the program: nothing of it passes through us.</summary>
    private const string Become = "exec \"$@\" >>\"$0\" 2>&1 3<&-";

    /// <summary>For a program that does not look at its pipe from us: somebody who does, and kills it then.</summary>
    private const string Watched = "exec 3<&0; (cat <&3 >/dev/null; kill -9 $$) 2>/dev/null & " + Become;

    private static readonly TimeSpan KillTime = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private volatile bool _isDisposed;

    private ChildProcess(string name, Process process) => (Name, _process) = (name, process);

    /// <summary>Names this incarnation.</summary>
    public string Name { get; }

    /// <summary>True too once it is disposed of.</summary>
    public bool HasExited => _isDisposed || _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <param name="isWatched">The program does not end by itself when its standard input does.</param>
    public static ChildProcess Start(
        string name, string logPath, bool isWatched, string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", isWatched ? Watched : Become, logPath, program, .. arguments])
        {
            RedirectStandardInput = true,
        };
        start.Environment["DOTNET_NOLOGO"] = "1";
        // Many short lives on few cores: code that is compiled quickly matters more than code that runs fast.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_TC_QuickJitForLoops"] = "1";
        return new ChildProcess(name, Process.Start(start)!);
    }

    public void Send(ProcessSignal signal) => Signals.Send(_process, signal);

    /// <returns>False when it has not ended in time.</returns>
    public async Task<bool> WaitForExitAsync(TimeSpan limit, CancellationToken cancellationToken = default)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(limit);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Kills it, frozen or not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        Send(ProcessSignal.Kill);
        await WaitForExitAsync(KillTime);
        _isDisposed = true;
        _process.Dispose();
    }
}
