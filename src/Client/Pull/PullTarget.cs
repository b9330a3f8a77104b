using JanusCluster.Client.Cli;
using JanusCluster.Client.Hub;

namespace JanusCluster.Client.Pull;

/// <summary>The folder that a checkpoint is to be in. It is there whole, or not at all.</summary>
internal sealed class PullTarget
{
    private PullTarget(string path) => FullPath = path;

    public string FullPath { get; }

    public string Parent => Path.GetDirectoryName(FullPath)!;

    /// <summary>Where the checkpoint grows: beside the target, so that giving it its name is one step of the file system.</summary>
    public string PartialPath => Path.Combine(Parent, $".{Path.GetFileName(FullPath)}.partial");

    /// <exception cref="UserMistakeException">It is no folder's name.</exception>
    public static PullTarget Of(string folder)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return Path.GetFileName(full).Length > 0
            ? new PullTarget(full)
            : throw new UserMistakeException($"A checkpoint cannot be put in place of {full}; name a folder below it.");
    }

    /// <summary>Looks at what is there.</summary>
    /// <param name="verify">Hashes every file.</param>
    /// <returns>The record of a whole checkpoint of this commit; null when nothing is there.</returns>
    /// <exception cref="UserMistakeException">Something else is there.</exception>
    public async Task<PullRecord?> FindAsync(ModelRepository repository, string commit, bool verify, IPullView view, CancellationToken cancellationToken)
    {
        if (File.Exists(FullPath))
            throw new UserMistakeException($"{FullPath} is a file; name a folder with --out.");
        if (!Directory.Exists(FullPath))
            return null;
        if (!Directory.EnumerateFileSystemEntries(FullPath).Any())
        {
            GiveWay();
            return null;
        }

        PullRecord record = PullRecord.Read(FullPath)
            ?? throw new UserMistakeException($"{FullPath} is there, and no pull has made it. Nothing is overwritten: remove it, or name another folder with --out.");
        if (record.Repository != repository.ToString() || record.Commit != commit)
        {
            throw new UserMistakeException($"{FullPath} holds {record.Repository} at {record.Commit}, and {repository} at {commit} was asked for. "
                + $"Nothing is overwritten: remove it, or name another folder with --out. To keep what is there, name its commit with --revision.");
        }

        foreach (PulledFile file in record.Files)
            await CheckAsync(file, verify, view, cancellationToken);
        return record;
    }

    private async Task CheckAsync(PulledFile file, bool verify, IPullView view, CancellationToken cancellationToken)
    {
        var found = new FileInfo(Path.Combine(FullPath, file.Name));
        string? wrong = !found.Exists ? "is missing"
            : found.Length != file.Size ? $"has {found.Length} bytes, and had {file.Size} when it was pulled"
            : null;
        if (wrong is null && verify)
        {
            view.Checking(new HubFile(file.Name, file.Size, file.Hash));
            if (await ContentHasher.ComputeAsync(found.FullName, file.Hash.Kind, cancellationToken) != file.Hash.Hex)
                wrong = "is not what was pulled";
        }

        if (wrong is not null)
            throw new UserMistakeException($"{found.FullName} {wrong}. Remove {FullPath}, and pull again.");
    }

    /// <summary>An empty folder may be the target. That it can be replaced is found out before gigabytes are fetched.</summary>
    private void GiveWay()
    {
        try
        {
            Directory.Delete(FullPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserMistakeException($"{FullPath} is empty, but cannot be replaced ({e.Message}). If a volume is mounted there, name a folder below it.");
        }
    }
}
