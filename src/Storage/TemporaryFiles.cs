namespace JanusCluster.Storage;

/// <summary>Makes files appear whole or not at all: written and synced aside, then moved into place.</summary>
internal sealed class TemporaryFiles(string folder, TimeProvider time)
{
    /// <summary>A file older than this belongs to a process that died: writing one takes minutes at most.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    private int _swept;

    /// <summary>Creates <paramref name="path"/> with the content, durably, unless it exists.</summary>
    /// <returns>False when it exists; it is unchanged then.</returns>
    public bool Publish(string path, ReadOnlySpan<byte> content)
    {
        string temporary = Begin();
        try
        {
            using (FileStream file = Create(temporary))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            return Move(temporary, path);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>The same for content that is read from a stream, to its end.</summary>
    public async Task<bool> PublishAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        string temporary = Begin();
        try
        {
            await using (FileStream file = Create(temporary))
            {
                await content.CopyToAsync(file, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            return Move(temporary, path);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static FileStream Create(string path) => new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);

    private static bool Move(string temporary, string path)
    {
        string target = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(target);
        bool created = ExclusiveMove.TryMove(temporary, path);
        if (created)
            DirectorySync.Flush(target);
        return created;
    }

    /// <returns>Path of a file that does not exist yet.</returns>
    private string Begin()
    {
        Directory.CreateDirectory(folder);
        SweepOnce();
        return Path.Combine(folder, Guid.NewGuid().ToString("N"));
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
