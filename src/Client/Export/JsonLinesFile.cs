using System.Text;
using System.Text.Json;

namespace JanusCluster.Client.Export;

/// <summary>
/// An append-only file of one JSON object a line, written by one process at a time. A process killed while it wrote
/// leaves a torn last line: it is cut off when the file is opened again. Lines in between that cannot be read are kept
/// and passed over.
/// </summary>
internal sealed class JsonLinesFile<T> : IDisposable
    where T : class
{
    private readonly FileStream _file;

    private JsonLinesFile(FileStream file, List<T> entries)
    {
        _file = file;
        Entries = entries;
    }

    /// <summary>What the file held when it was opened.</summary>
    public IReadOnlyList<T> Entries { get; }

    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static JsonLinesFile<T> Open(string path)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        try
        {
            var entries = new List<T>();
            file.SetLength(ReadWholeLines(file, entries));
            file.Seek(0, SeekOrigin.End);
            return new JsonLinesFile<T>(file, entries);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Adds a line; it is the system's when this returns, so a killed process loses none.</summary>
    public void Append(T entry)
    {
        _file.Write([.. JsonSerializer.SerializeToUtf8Bytes(entry, ExportJson.Options), (byte)'\n']);
        _file.Flush();
    }

    public void Dispose()
    {
        _file.Flush(flushToDisk: true);
        _file.Dispose();
    }

    /// <returns>Length in bytes of all lines that are whole.</returns>
    private static long ReadWholeLines(FileStream file, List<T> entries)
    {
        using var reader = new BinaryReader(file, Encoding.UTF8, leaveOpen: true);
        byte[] bytes = reader.ReadBytes(checked((int)file.Length));
        int from = 0;
        for (int end; (end = Array.IndexOf(bytes, (byte)'\n', from)) >= 0; from = end + 1)
        {
            if (TryRead(bytes.AsSpan(from, end - from)) is { } entry)
                entries.Add(entry);
        }

        return from;
    }

    private static T? TryRead(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, ExportJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
