using System.Runtime.InteropServices;

namespace JanusCluster.Model.Runtime;

/// <summary>
/// Lets libtorch's OpenMP threads (GNU libgomp) spin only briefly at barriers before they sleep. A thread that spins for a
/// partner which another process keeps from running burns the very time that the partner needs: on two shared cores a
/// small model ran many times slower. Measured in docs/lab-log.md.
/// </summary>
internal static partial class OpenMpWaiting
{
    private const string Spins = "1000";

    /// <summary>Must run before libtorch is loaded, which reads it once. What the user has set stays.</summary>
    public static void SpinBriefly()
    {
        // Environment.SetEnvironmentVariable changes .NET's own copy only; native libraries read the C library's.
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null)
            SetEnvironmentVariable("GOMP_SPINCOUNT", Spins, overwrite: 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
