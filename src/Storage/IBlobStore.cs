namespace JanusCluster.Storage;

/// <summary>
/// Immutable blobs under names that the server makes. A name is written once: whoever comes second is told what is
/// there, so every writer may repeat its work after a crash.
/// </summary>
public interface IBlobStore
{
    /// <summary>Writes a blob unless the name exists; then nothing is changed and the existing blob is described.</summary>
    /// <param name="name">Segments of letters, digits, '.', '_' and '-' joined by '/'; see <see cref="BlobName"/>.</param>
    /// <param name="content">The whole blob; its SHA-256 is recorded with it.</param>
    /// <exception cref="BlobStoreException">The store cannot be reached or is full; trying again later may help.</exception>
    Task<BlobWrite> WriteAsync(
        string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken = default);

    /// <summary>The same for content that is too large to hold: <paramref name="content"/> is read twice, from its beginning.</summary>
    /// <param name="content">Can seek, and stays open.</param>
    /// <exception cref="BlobStoreException">As above.</exception>
    Task<BlobWrite> WriteAsync(string name, Stream content, string contentType, CancellationToken cancellationToken = default);

    /// <summary>The blob's content, or null when there is none of that name.</summary>
    Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>The blob's content as a stream that can seek, or null when there is none of that name.</summary>
    Task<Stream?> OpenReadAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>The blob's description, or null when there is none of that name.</summary>
    Task<BlobDescription?> DescribeAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>An address that anybody may read the blob from for so long; null where the store has no addresses of its own.</summary>
    Task<Uri?> CreateLinkAsync(string name, TimeSpan lifetime, CancellationToken cancellationToken = default) => Task.FromResult<Uri?>(null);

    /// <summary>Deletes a blob. Its name must not be used again.</summary>
    /// <returns>False when there was none.</returns>
    Task<bool> DeleteAsync(string name, CancellationToken cancellationToken = default);
}

/// <param name="Sha256">Lower-case hex digest of the content.</param>
public sealed record BlobDescription(string Name, string Sha256, long Bytes, string ContentType);

/// <param name="Created">False when the name existed already: <paramref name="Blob"/> is then what was there before.</param>
public sealed record BlobWrite(bool Created, BlobDescription Blob);
