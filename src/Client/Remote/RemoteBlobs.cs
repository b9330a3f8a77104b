using System.Collections.Concurrent;
using System.Security.Cryptography;
using JanusCluster.Client.Links;
using JanusCluster.Storage;

namespace JanusCluster.Client.Remote;

/// <summary>
/// The store of a cluster as commands see it through a front: pictures are read by the links that the front gives, and images
/// of questions are kept here until the question is asked, which they go with.
/// </summary>
internal sealed class RemoteBlobs(ApiClient api) : IBlobStore
{
    private readonly ConcurrentDictionary<string, (Uri Link, string Sha256)> _links = new();
    private readonly ConcurrentDictionary<string, byte[]> _kept = new();

    /// <summary>Says where a picture is.</summary>
    public void Locate(string name, string url, string sha256)
    {
        var link = new Uri(api.Endpoint, url);
        // A front's own links are good at every front: this one is known to be within reach.
        int own = url.IndexOf(BlobLinks.Path, StringComparison.Ordinal);
        if (own >= 0 && BlobLinks.IsOwn(link))
            link = new Uri(api.Endpoint, url[(own + 1)..]);
        _links[name] = (link, sha256);
    }

    /// <exception cref="BlobStoreException">It is not what was stored.</exception>
    public async Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken = default)
    {
        if (_kept.TryGetValue(name, out byte[]? kept))
            return kept;
        if (!_links.TryGetValue(name, out (Uri Link, string Sha256) known))
            return null;
        byte[]? content = await api.DownloadAsync(known.Link, cancellationToken);
        return content is null || Convert.ToHexStringLower(SHA256.HashData(content)) == known.Sha256
            ? content
            : throw new BlobStoreException($"The picture {name} came damaged.");
    }

    public Task<BlobWrite> WriteAsync(string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken = default)
    {
        bool created = _kept.TryAdd(name, content.ToArray());
        byte[] kept = _kept[name];
        return Task.FromResult(new BlobWrite(
            created, new BlobDescription(name, Convert.ToHexStringLower(SHA256.HashData(kept)), kept.Length, contentType)));
    }

    public Task<BlobWrite> WriteAsync(string name, Stream content, string contentType, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<Stream?> OpenReadAsync(string name, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<BlobDescription?> DescribeAsync(string name, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
