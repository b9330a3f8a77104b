using System.Security.Cryptography;
using JanusCluster.Storage;

namespace JanusCluster.Client.Links;

/// <summary>
/// The secret that signs links, drawn once for a blob store and kept in it: all fronts share it without a setting. Its name
/// is none that a tenant's blobs can have.
/// </summary>
internal sealed class LinkKey(IBlobStore blobs)
{
    private const string Name = "_links/key";
    private const int Length = 32;

    private volatile byte[]? _key;

    public async ValueTask<byte[]> GetAsync(CancellationToken cancellationToken)
    {
        if (_key is { } known)
            return known;
        // Whoever writes first has drawn it for all.
        if (await blobs.ReadAsync(Name, cancellationToken) is not { } stored)
        {
            await blobs.WriteAsync(Name, RandomNumberGenerator.GetBytes(Length), "application/octet-stream", cancellationToken);
            stored = await blobs.ReadAsync(Name, cancellationToken) ?? throw new BlobStoreException("The key of links was written and is not there.");
        }

        return _key = stored;
    }
}
