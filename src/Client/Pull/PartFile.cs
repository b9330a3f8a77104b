using JanusCluster.Client.Hub;

namespace JanusCluster.Client.Pull;

/// <summary>A file on the disk that grows at its end. What the disk does not take is a <see cref="PullException"/>, unlike a connection that breaks.</summary>
internal sealed class PartFile : IAsyncDisposable
{
    private readonly FileStream _stream;

    private PartFile(FileStream stream) => _stream = stream;

    /// <summary>Bytes; all are written.</summary>
    public long Length { get; private set; }

    /// <param name="longest">Bytes; a file that has more is begun anew.</param>
    public static PartFile Open(string path, long longest) => OnDisk(path, () =>
    {
        var file = new PartFile(new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous));
        file.CutTo(file._stream.Length <= longest ? file._stream.Length : 0);
        return file;
    });

    public void CutTo(long length) => OnDisk(_stream.Name, () =>
    {
        _stream.SetLength(length);
        _stream.Position = length;
        return Length = length;
    });

    public async Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await _stream.WriteAsync(bytes, cancellationToken);
            Length += bytes.Length;
        }
        catch (IOException e)
        {
            throw Explain(_stream.Name, e);
        }
    }

    /// <summary>Brings it to the disk, whatever happens to the power.</summary>
    public void Flush() => OnDisk(_stream.Name, () =>
    {
        _stream.Flush(flushToDisk: true);
        return true;
    });

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static T OnDisk<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Explain(path, e);
        }
    }

    private static PullException Explain(string path, Exception e) => new($"{path} cannot be written: {e.Message}", e);
}
