using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace JanusCluster.Bench.Cases;

/// <summary>Asks the kernel to forget files that it holds in memory, so that they are read from the disk again.</summary>
internal static partial class PageCache
{
    private const int DontNeed = 4; // POSIX_FADV_DONTNEED

    public static void Drop(string path)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(file); // pages that are not written yet would stay
        int error = Advise(file, 0, 0, DontNeed);
        if (error != 0)
            throw new IOException($"posix_fadvise failed on {path} with error {error}.");
    }

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    private static partial int Advise(SafeFileHandle file, long offset, long length, int advice);
}
