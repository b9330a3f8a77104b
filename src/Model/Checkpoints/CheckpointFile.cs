using Microsoft.Win32.SafeHandles;

namespace JanusCluster.Model.Checkpoints;

/// <summary>A file of weights, read at positions.</summary>
/// <remarks>
/// Positional reads rather than a memory mapping: they copy straight from the page cache into the tensor's memory, just as
/// a mapping would be copied, but a file that is cut short meanwhile, or a disk that fails, is an exception here and a
/// SIGBUS that ends the process there.
/// </remarks>
internal sealed class CheckpointFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    public CheckpointFile(string path)
    {
        Path = path;
        try
        {
            _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            Length = RandomAccess.GetLength(_handle);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CheckpointException($"{path} cannot be opened: {e.Message}", e);
        }
    }

    public string Path { get; }

    public long Length { get; }

    /// <summary>Fills <paramref name="buffer"/> from <paramref name="offset"/>.</summary>
    /// <exception cref="CheckpointException">The file ends before, or cannot be read.</exception>
    public void Read(long offset, Span<byte> buffer)
    {
        if (offset < 0 || offset > Length - buffer.Length)
            throw new CheckpointException($"{Path} ends at byte {Length}, within data that starts at {offset}: it is truncated or damaged. Download it again.");
        try
        {
            while (buffer.Length > 0)
            {
                int read = RandomAccess.Read(_handle, buffer, offset);
                if (read == 0)
                    throw new CheckpointException($"{Path} was cut to {offset} bytes while it was read. Keep the file unchanged while the model loads.");
                offset += read;
                buffer = buffer[read..];
            }
        }
        catch (IOException e)
        {
            throw new CheckpointException($"{Path} cannot be read at byte {offset}: {e.Message}", e);
        }
    }

    public byte[] Read(long offset, int count)
    {
        if (count < 0 || offset < 0 || offset > Length - count)
            throw new CheckpointException($"{Path} ends at byte {Length}, within {count} bytes that start at {offset}: it is truncated or damaged. Download it again.");
        byte[] bytes = new byte[count];
        Read(offset, bytes);
        return bytes;
    }

    public CheckpointException Damaged(string problem) => new($"{Path} is damaged or no such file: {problem}. Download it again.");

    public void Dispose() => _handle.Dispose();
}
