using System.Security.Cryptography;
using Azure;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace JanusCluster.Storage;

/// <summary>Blobs of one Azure container. The digest is kept in the metadata entry <c>sha256</c>.</summary>
/// <remarks>
/// A blob is one Put Blob, or a large one blocks and one Put Block List, with If-None-Match: *, atomic and create-only.
/// Retries are the SDK's: its own exponential policy.
/// </remarks>
public sealed class AzureBlobStore(BlobContainerClient container, TimeProvider time) : IBlobStore
{
    private const string DigestKey = "sha256";

    /// <summary>Larger blobs go up and come down in pieces of this size, so that none is ever in memory as a whole.</summary>
    private const int PieceBytes = 8 << 20;

    private readonly AzureBlobLinks _links = new(container, time);
    private volatile bool _containerExists;

    public Task<BlobWrite> WriteAsync(
        string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken = default)
    {
        BlobName.Validate(name);
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(content.Span));
        return GuardAsync(name, () => CreateAsync(
            new BlobDescription(name, sha256, content.Length, contentType),
            (blob, options) => blob.UploadAsync(BinaryData.FromBytes(content), options, cancellationToken), cancellationToken), cancellationToken);
    }

    public async Task<BlobWrite> WriteAsync(
        string name, Stream content, string contentType, CancellationToken cancellationToken = default)
    {
        BlobName.Validate(name);
        content.Position = 0;
        string sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
        content.Position = 0;
        return await GuardAsync(name, () => CreateAsync(
            new BlobDescription(name, sha256, content.Length, contentType),
            (blob, options) => blob.UploadAsync(content, options, cancellationToken), cancellationToken), cancellationToken);
    }

    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken = default)
    {
        BlobClient blob = container.GetBlobClient(BlobName.Validate(name));
        return GuardAsync(name, () => OrNullAsync(async () =>
        {
            BlobDownloadResult download = await blob.DownloadContentAsync(cancellationToken);
            return download.Content.ToArray();
        }), cancellationToken);
    }

    public Task<BlobDescription?> DescribeAsync(string name, CancellationToken cancellationToken = default)
    {
        BlobName.Validate(name);
        return GuardAsync(name, () => OrNullAsync(() => ReadPropertiesAsync(name, cancellationToken)), cancellationToken);
    }

    public Task<Stream?> OpenReadAsync(string name, CancellationToken cancellationToken = default)
    {
        BlobClient blob = container.GetBlobClient(BlobName.Validate(name));
        var options = new BlobOpenReadOptions(allowModifications: false) { BufferSize = PieceBytes };
        return GuardAsync(name, () => OrNullAsync(() => blob.OpenReadAsync(options, cancellationToken)), cancellationToken);
    }

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken = default)
    {
        BlobClient blob = container.GetBlobClient(BlobName.Validate(name));
        return GuardAsync(name, async () => (await blob.DeleteIfExistsAsync(
            DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken)).Value, cancellationToken);
    }

    public Task<Uri?> CreateLinkAsync(string name, TimeSpan lifetime, CancellationToken cancellationToken = default)
    {
        BlobClient blob = container.GetBlobClient(BlobName.Validate(name));
        return GuardAsync<Uri?>(name, () => _links.CreateAsync(blob, lifetime, cancellationToken), cancellationToken);
    }

    private async Task<BlobWrite> CreateAsync(
        BlobDescription blob, Func<BlobClient, BlobUploadOptions, Task> uploadAsync, CancellationToken cancellationToken)
    {
        if (!_containerExists)
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            _containerExists = true;
        }

        var options = new BlobUploadOptions
        {
            Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
            HttpHeaders = new BlobHttpHeaders { ContentType = blob.ContentType },
            Metadata = new Dictionary<string, string> { [DigestKey] = blob.Sha256 },
            TransferOptions = new() { InitialTransferSize = PieceBytes, MaximumTransferSize = PieceBytes, MaximumConcurrency = 2 },
        };
        try
        {
            await uploadAsync(container.GetBlobClient(blob.Name), options);
            return new BlobWrite(true, blob);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobAlreadyExists
            || e.ErrorCode == BlobErrorCode.ConditionNotMet)
        {
            return new BlobWrite(false, await ReadPropertiesAsync(blob.Name, cancellationToken));
        }
    }

    private async Task<BlobDescription> ReadPropertiesAsync(string name, CancellationToken cancellationToken)
    {
        BlobClient blob = container.GetBlobClient(name);
        BlobProperties properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
        if (!properties.Metadata.TryGetValue(DigestKey, out string? sha256))
        {
            // Not written by us, or by an upload tool: its content is the truth.
            await using Stream content = await blob.OpenReadAsync(cancellationToken: cancellationToken);
            sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
        }

        return new BlobDescription(name, sha256, properties.ContentLength, properties.ContentType);
    }

    private static async Task<T?> OrNullAsync<T>(Func<Task<T>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    private async Task<T> GuardAsync<T>(string name, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested
            && e is RequestFailedException or AggregateException or AuthenticationFailedException or IOException
                or OperationCanceledException)
        {
            // The container may have been deleted under us: look again before the next write.
            _containerExists = false;
            string reason = e is RequestFailedException failed ? $"{failed.Status} {failed.ErrorCode}" : e.Message;
            throw new BlobStoreException($"Blob {name}: the store answered {reason}.", e);
        }
    }
}
