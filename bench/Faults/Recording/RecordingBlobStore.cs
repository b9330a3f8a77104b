using System.Diagnostics;
using JanusCluster.Bench.Faults.History;
using JanusCluster.Storage;

namespace JanusCluster.Bench.Faults.Recording;

/// <summary>Writes down which blobs come to be.</summary>
internal sealed class RecordingBlobStore(IBlobStore inner, HistoryWriter history) : IBlobStore
{
    public async Task<BlobWrite> WriteAsync(
        string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken = default) =>
        Recorded(name, await inner.WriteAsync(name, content, contentType, cancellationToken));

    public async Task<BlobWrite> WriteAsync(
        string name, Stream content, string contentType, CancellationToken cancellationToken = default) =>
        Recorded(name, await inner.WriteAsync(name, content, contentType, cancellationToken));

    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(name, cancellationToken);

    public Task<Stream?> OpenReadAsync(string name, CancellationToken cancellationToken = default) =>
        inner.OpenReadAsync(name, cancellationToken);

    public Task<BlobDescription?> DescribeAsync(string name, CancellationToken cancellationToken = default) =>
        inner.DescribeAsync(name, cancellationToken);

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken = default) =>
        inner.DeleteAsync(name, cancellationToken);

    private BlobWrite Recorded(string name, BlobWrite write)
    {
        history.Add(new BlobWritten(Stopwatch.GetTimestamp(), name, write.Blob.Sha256, write.Created));
        return write;
    }
}
