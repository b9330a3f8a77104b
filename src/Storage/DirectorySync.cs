using System.Runtime.InteropServices;

namespace JanusCluster.Storage;

/// <summary>Makes a folder's entries durable. A synced file whose folder entry is lost in a power cut is lost all the same.</summary>
public static partial class DirectorySync
{
    private const int ReadOnly = 0;

    /// <summary>Best effort, without errors: on systems without it (Windows writes such entries ahead by itself) nothing happens.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        int descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
            return;
        _ = Sync(descriptor);
        _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
