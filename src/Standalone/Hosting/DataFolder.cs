using JanusCluster.Contracts;

namespace JanusCluster.Standalone.Hosting;

/// <summary>The folder that holds all that the process keeps, owned by one process at a time.</summary>
internal sealed class DataFolder : IAsyncDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream ownership)
    {
        Path = path;
        _lock = ownership;
    }

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Log and checkpoints of the database.</summary>
    public string Redis => Make("redis");

    /// <summary>The same of the database that runs in this process, where there is no server.</summary>
    public string Garnet => Make("garnet");

    public string Blobs => Make("blobs");

    public string Models => Make("models");

    public string Logs => Make("logs");

    /// <exception cref="JanusException">Another process has it, or it cannot be written.</exception>
    public static DataFolder Open(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw JanusException.Invalid("data", $"The data folder {path} cannot be made: {e.Message}");
        }

        try
        {
            // The system gives the lock back however the process ends.
            var ownership = new FileStream(
                System.IO.Path.Combine(full, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new DataFolder(full, ownership);
        }
        catch (UnauthorizedAccessException)
        {
            throw JanusException.Invalid("data", $"The data folder {path} cannot be written.");
        }
        catch (IOException)
        {
            throw new JanusException(
                ErrorCode.Conflict, $"The data folder {path} is in use by another janus process. Wait for it to end, or choose another with --data.");
        }
    }

    public ValueTask DisposeAsync() => _lock.DisposeAsync();

    private string Make(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;
}
