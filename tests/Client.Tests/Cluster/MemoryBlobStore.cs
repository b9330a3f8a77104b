using System.Collections.Concurrent;
using System.Security.Cryptography;
using JanusCluster.Storage;

namespace JanusCluster.Client.Tests.Cluster;

/// <summary>Blobs in memory, with outages on demand.</summary>
internal sealed class MemoryBlobStore : IBlobStore
{
    private readonly ConcurrentDictionary<string, (byte[] Content, BlobDescription Blob)> _blobs = new();
    private int _failures;

    public int Attempts { get; private set; }

    public IReadOnlyCollection<string> Names => [.. _blobs.Keys.Order()];

    public void FailNext(int calls) => _failures = calls;

    public Task<BlobWrite> WriteAsync(
        string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken = default)
    {
        Enter(name);
        var mine = (content.ToArray(), new BlobDescription(name, Digest(content.Span), content.Length, contentType));
        bool created = _blobs.TryAdd(name, mine);
        return Task.FromResult(new BlobWrite(created, _blobs[name].Blob));
    }

    public async Task<BlobWrite> WriteAsync(
        string name, Stream content, string contentType, CancellationToken cancellationToken = default)
    {
        using var copy = new MemoryStream();
        content.Position = 0;
        await content.CopyToAsync(copy, cancellationToken);
        return await WriteAsync(name, copy.ToArray(), contentType, cancellationToken);
    }

    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken = default)
    {
        Enter(name);
        return Task.FromResult(_blobs.TryGetValue(name, out var blob) ? blob.Content : null);
    }

    public async Task<Stream?> OpenReadAsync(string name, CancellationToken cancellationToken = default) =>
        await ReadAsync(name, cancellationToken) is { } content ? new MemoryStream(content) : null;

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken = default)
    {
        Enter(name);
        return Task.FromResult(_blobs.TryRemove(name, out _));
    }

    public Task<BlobDescription?> DescribeAsync(string name, CancellationToken cancellationToken = default)
    {
        Enter(name);
        return Task.FromResult(_blobs.TryGetValue(name, out var blob) ? blob.Blob : null);
    }

    public static string Digest(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private void Enter(string name)
    {
        BlobName.Validate(name);
        Attempts++;
        if (_failures-- > 0)
            throw new BlobStoreException("The store is away.");
    }
}
