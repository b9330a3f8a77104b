using System.Text.Json;

namespace JanusCluster.Bench.Faults.History;

/// <summary>
/// Appends events to a process's own file, one write to the kernel each: what is written stays when the process is killed
/// in the next moment.
/// </summary>
internal sealed class HistoryWriter(string path) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);

    public void Add(HistoryEvent happened)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(happened), (byte)'\n'];
        lock (_lock)
            _file.Write(line);
    }

    public void Dispose() => _file.Dispose();
}
