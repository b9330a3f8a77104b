using System.Runtime.InteropServices;

namespace JanusCluster.Hosting.Processes;

/// <summary>
/// The first SIGTERM or SIGINT is the host's: it stops in good order. One more ends the process at once, whatever it is
/// doing, with the code that shells report for the signal.
/// </summary>
internal sealed partial class SecondSignal : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;
    private int _seen;

    public SecondSignal() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Count(130)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Count(143)),
    ];

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
    }

    // The signal's default is left to the host: before that listens, the first one ends the process too.
    private void Count(int code)
    {
        if (Interlocked.Increment(ref _seen) > 1)
            ProcessEnd.Now(code);
    }
}
