namespace JanusCluster.Client.Studio.Pictures;

/// <summary>Keeps what is written without waiting until somebody writes and waits.</summary>
/// <remarks>.NET 10's zip entries end with such a write of a few bytes, which a response does not allow.</remarks>
internal sealed class LateWrites(Stream output) : Stream
{
    private readonly MemoryStream _kept = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => _kept.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => _kept.Write(buffer);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await FlushAsync(cancellationToken);
        await output.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await output.WriteAsync(_kept.GetBuffer().AsMemory(0, (int)_kept.Length), cancellationToken);
        _kept.SetLength(0);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
