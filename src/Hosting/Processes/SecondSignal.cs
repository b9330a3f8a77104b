using System.Runtime.InteropServices;

namespace JanusCluster.Hosting.Processes;

/// <summary>
/// The first SIGTERM or SIGINT is the host's: it stops in good order. One more ends the process at once, whatever it is
/// doing, with the code that shells report for the signal.
/// </summary>
internal sealed class SecondSignal : IDisposable
{
    private readonly Action<int> _end;
    private readonly PosixSignalRegistration[] _registrations;
    private int _seen;

    /// <param name="end">Ends the process with a code.</param>
    public SecondSignal(Action<int> end)
    {
        _end = end;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Count(130)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Count(143)),
        ];
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
    }

    // The signal's default is left to the host: before that listens, the first one ends the process too.
    internal void Count(int code)
    {
        if (Interlocked.Increment(ref _seen) > 1)
            _end(code);
    }
}
