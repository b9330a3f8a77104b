namespace JanusCluster.Storage;

/// <summary>Makes files appear whole or not at all: written and synced aside, then moved into place.</summary>
internal sealed class TemporaryFiles(string folder, TimeProvider time)
{
    /// <summary>A file older than this belongs to a process that died: writing one takes seconds.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    private int _swept;

    /// <summary>Creates <paramref name="path"/> with the content, durably, unless it exists.</summary>
    /// <returns>False when it exists; it is unchanged then.</returns>
    public bool Publish(string path, ReadOnlySpan<byte> content)
    {
        string target = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(target);
        Directory.CreateDirectory(folder);
        SweepOnce();
        string temporary = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            bool created = ExclusiveMove.TryMove(temporary, path);
            if (created)
                DirectorySync.Flush(target);
            return created;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private void SweepOnce()
    {
        if (Interlocked.Exchange(ref _swept, 1) == 1)
            return;
        DateTime before = (time.GetUtcNow() - Abandoned).UtcDateTime;
        foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles())
        {
            if (file.LastWriteTimeUtc < before)
                file.Delete();
        }
    }
}
