using JanusCluster.Client.Cli;
using JanusCluster.Client.Hub;
using JanusCluster.Storage;

namespace JanusCluster.Client.Pull;

/// <summary>
/// Where a checkpoint grows, one process at a time: a folder for the commit, beside a lock. It stays when the process ends
/// before the checkpoint is whole, and the next one goes on with it.
/// </summary>
internal sealed class PartialFolder : IDisposable
{
    private const string LockName = "lock";

    // EWOULDBLOCK of Linux and of macOS, and what Windows says.
    private static readonly int[] SharingViolations = [11, 35, unchecked((int)0x80070020)];

    private readonly PullTarget _target;
    private readonly FileStream _lock;

    private PartialFolder(PullTarget target, FileStream ownership) => (_target, _lock) = (target, ownership);

    /// <summary>Waits while another process has it. The system frees the lock of one that was killed.</summary>
    /// <exception cref="UserMistakeException">The folder cannot be written.</exception>
    public static async Task<PartialFolder> OpenAsync(PullTarget target, TimeSpan period, IPullView view, TimeProvider time, CancellationToken cancellationToken)
    {
        for (bool told = false; ; told = true)
        {
            if (TryOpen(target) is { } folder)
                return folder;
            if (!told)
                view.Note($"Another process pulls to {target.FullPath}; waiting for it.");
            await Task.Delay(period, time, cancellationToken);
        }
    }

    /// <summary>Removes what is left beside a whole target by a process that was killed just then.</summary>
    public static void Sweep(PullTarget target)
    {
        try
        {
            if (Directory.Exists(target.PartialPath))
                TryOpen(target)?.Remove();
        }
        catch (UserMistakeException)
        {
            // Where nothing can be written, it stays.
        }
    }

    /// <summary>The commit's own folder; those of other commits are removed.</summary>
    public string Begin(string commit)
    {
        foreach (string other in Directory.EnumerateDirectories(_target.PartialPath).Where(path => Path.GetFileName(path) != commit))
            Directory.Delete(other, recursive: true);
        return Directory.CreateDirectory(Path.Combine(_target.PartialPath, commit)).FullName;
    }

    /// <summary>Gives the commit's folder the target's name. All files are on the disk before, and the name is after.</summary>
    /// <exception cref="PullException">Something is there meanwhile.</exception>
    public void Complete(string commit)
    {
        string folder = Path.Combine(_target.PartialPath, commit);
        DirectorySync.Flush(folder);
        try
        {
            Directory.Move(folder, _target.FullPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PullException($"All is fetched, but {_target.FullPath} cannot be made: {e.Message} The same command tries it again.", e);
        }

        DirectorySync.Flush(_target.Parent);
    }

    /// <summary>Nothing is left to do. Whoever waits for the lock finds the target, and writes nothing here.</summary>
    public void Remove()
    {
        _lock.Dispose();
        try
        {
            Directory.Delete(_target.PartialPath, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // One who waited has it now, and removes it.
        }
    }

    public void Dispose() => _lock.Dispose();

    /// <returns>Null while another process has it.</returns>
    private static PartialFolder? TryOpen(PullTarget target)
    {
        string path = Path.Combine(target.PartialPath, LockName);
        try
        {
            Directory.CreateDirectory(target.PartialPath);
            return new PartialFolder(target, new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (DirectoryNotFoundException)
        {
            // Removed at this moment, by the one that had it.
            return null;
        }
        catch (IOException e) when (SharingViolations.Contains(e.HResult))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserMistakeException($"{target.Parent} cannot be written: {e.Message}");
        }
    }
}
