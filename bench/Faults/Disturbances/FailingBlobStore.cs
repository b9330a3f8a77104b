using JanusCluster.Bench.Faults.Nodes;
using JanusCluster.Storage;

namespace JanusCluster.Bench.Faults.Disturbances;

/// <summary>Fails as many calls as the run's controls say: before they do anything, or after they have done all.</summary>
internal sealed class FailingBlobStore(IBlobStore inner, SharedControls controls) : IBlobStore
{
    public Task<BlobWrite> WriteAsync(
        string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken = default) =>
        PerhapsAsync(() => inner.WriteAsync(name, content, contentType, cancellationToken));

    public Task<BlobWrite> WriteAsync(
        string name, Stream content, string contentType, CancellationToken cancellationToken = default) =>
        PerhapsAsync(() => inner.WriteAsync(name, content, contentType, cancellationToken));

    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken = default) =>
        PerhapsAsync(() => inner.ReadAsync(name, cancellationToken));

    public Task<Stream?> OpenReadAsync(string name, CancellationToken cancellationToken = default) =>
        PerhapsAsync(() => inner.OpenReadAsync(name, cancellationToken));

    public Task<BlobDescription?> DescribeAsync(string name, CancellationToken cancellationToken = default) =>
        PerhapsAsync(() => inner.DescribeAsync(name, cancellationToken));

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken = default) =>
        PerhapsAsync(() => inner.DeleteAsync(name, cancellationToken));

    private async Task<T> PerhapsAsync<T>(Func<Task<T>> call)
    {
        bool fails = Random.Shared.NextDouble() < controls.BlobFailures, late = Random.Shared.Next(2) == 0;
        if (fails && !late)
            throw Failure();
        T answer = await call();
        return fails ? throw Failure() : answer;
    }

    private static BlobStoreException Failure() => new("The run has this call of the blob store fail.");
}
