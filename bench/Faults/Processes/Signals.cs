using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using JanusCluster.Bench.Faults.History;

namespace JanusCluster.Bench.Faults.Processes;

/// <summary>Sends POSIX signals.</summary>
internal static partial class Signals
{
    private const int SigKill = 9, SigTerm = 15, SigCont = 18, SigStop = 19;

    /// <exception cref="PlatformNotSupportedException">Only Linux has these numbers.</exception>
    public static void Send(Process process, ProcessSignal signal)
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("Fault runs need Linux.");
        int number = signal switch
        {
            ProcessSignal.Kill => SigKill,
            ProcessSignal.Freeze => SigStop,
            ProcessSignal.Thaw => SigCont,
            _ => SigTerm,
        };
        if (!process.HasExited && Kill(process.Id, number) != 0 && !process.HasExited)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
