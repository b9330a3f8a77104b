using System.Runtime.InteropServices;

namespace JanusCluster.Hosting.Processes;

/// <summary>Ends this process.</summary>
public static partial class ProcessEnd
{
    /// <summary>At once: native threads that still compute must not meet libraries that are being unloaded.</summary>
    public static void Now(int code)
    {
        if (!OperatingSystem.IsWindows())
            Exit(code);
        Environment.Exit(code);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int code);
}
