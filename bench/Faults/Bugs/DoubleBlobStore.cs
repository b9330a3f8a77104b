using JanusCluster.Storage;

namespace JanusCluster.Bench.Faults.Bugs;

/// <summary>The mistake of names that differ each time: who delivers again does not find what was delivered before.</summary>
internal sealed class DoubleBlobStore(IBlobStore inner) : IBlobStore
{
    public Task<BlobWrite> WriteAsync(
        string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken = default) =>
        inner.WriteAsync($"{name}-{Random.Shared.NextInt64():x16}", content, contentType, cancellationToken);

    public Task<BlobWrite> WriteAsync(
        string name, Stream content, string contentType, CancellationToken cancellationToken = default) =>
        inner.WriteAsync($"{name}-{Random.Shared.NextInt64():x16}", content, contentType, cancellationToken);

    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(name, cancellationToken);

    public Task<Stream?> OpenReadAsync(string name, CancellationToken cancellationToken = default) =>
        inner.OpenReadAsync(name, cancellationToken);

    public Task<BlobDescription?> DescribeAsync(string name, CancellationToken cancellationToken = default) =>
        inner.DescribeAsync(name, cancellationToken);

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken = default) =>
        inner.DeleteAsync(name, cancellationToken);
}
