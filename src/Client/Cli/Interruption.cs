using System.Runtime.InteropServices;
using JanusCluster.Hosting.Processes;

namespace JanusCluster.Client.Cli;

/// <summary>
/// Ctrl-C and termination: the first stops the command (or, within <see cref="OnNext"/>, only a part of it), one more
/// ends the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Action _exit;
    private readonly List<PosixSignalRegistration> _signals = [];
    private Action? _next;
    private bool _pending;
    private int _exitCode = ExitCode.Interrupted;

    /// <param name="exit">Ends the process.</param>
    public Interruption(Action exit) => _exit = exit;

    /// <summary>Cancelled when the command is to stop.</summary>
    public CancellationToken Token => _stop.Token;

    public static Interruption OfThisProcess()
    {
        Interruption interruption = null!;
        interruption = new Interruption(() => ProcessEnd.Now(interruption._exitCode));
        interruption.Listen(PosixSignal.SIGINT, ExitCode.Interrupted);
        interruption.Listen(PosixSignal.SIGTERM, ExitCode.Terminated);
        return interruption;
    }

    /// <summary>Until disposed of, the first interruption does this instead of stopping the command.</summary>
    public IDisposable OnNext(Action action)
    {
        lock (_lock)
        {
            _next = action;
            _pending = false;
        }

        return new Ending(this);
    }

    public void Raise()
    {
        Action action;
        lock (_lock)
        {
            action = _pending ? _exit : _next ?? _stop.Cancel;
            _pending = true;
        }

        action();
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals)
            signal.Dispose();
        _stop.Dispose();
    }

    private void Listen(PosixSignal signal, int exitCode) => _signals.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        _exitCode = exitCode;
        Raise();
    }));

    private sealed class Ending(Interruption owner) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._lock)
            {
                owner._next = null;
                owner._pending = owner._stop.IsCancellationRequested;
            }
        }
    }
}
