using JanusCluster.Client.Hub;

namespace JanusCluster.Client.Pull;

/// <summary>Whether a disk has room, before it is filled.</summary>
internal static class FreeSpace
{
    /// <summary>For folders, the record, and what else grows meanwhile.</summary>
    private const long Margin = 16 << 20;

    /// <param name="needed">Bytes.</param>
    /// <exception cref="PullException">There is not as much.</exception>
    public static void Check(string folder, long needed)
    {
        long free = new DriveInfo(folder).AvailableFreeSpace;
        if (needed + Margin > free)
            throw new PullException($"{ByteCount.Describe(needed)} are to be fetched to {Path.GetDirectoryName(folder)}, and {ByteCount.Describe(free)} are free there.");
    }
}
