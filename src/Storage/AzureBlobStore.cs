using System.Security.Cryptography;
using Azure;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;

namespace JanusCluster.Storage;

/// <summary>Blobs of one Azure container. The digest is kept in the metadata entry <c>sha256</c>.</summary>
/// <remarks>A blob is one Put Blob with If-None-Match: *, atomic and create-only. Retries are the SDK's: its own exponential policy.</remarks>
public sealed class AzureBlobStore(BlobContainerClient container, TimeProvider time) : IBlobStore
{
    private const string DigestKey = "sha256";

    private static readonly TimeSpan MaxDelegation = TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private volatile bool _containerExists;
    private volatile UserDelegationKey? _delegation;

    public Task<BlobWrite> WriteAsync(
        string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken = default)
    {
        BlobName.Validate(name);
        return GuardAsync(name, () => CreateAsync(name, content, contentType, cancellationToken), cancellationToken);
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

    /// <summary>A SAS address, signed by the account's key or, where the identity has none, by a user delegation key.</summary>
    public Task<Uri?> CreateLinkAsync(string name, TimeSpan lifetime, CancellationToken cancellationToken = default)
    {
        BlobClient blob = container.GetBlobClient(BlobName.Validate(name));
        return GuardAsync<Uri?>(name, async () =>
        {
            DateTimeOffset now = time.GetUtcNow(), expires = now + lifetime;
            if (blob.CanGenerateSasUri)
                return blob.GenerateSasUri(BlobSasPermissions.Read, expires);
            UserDelegationKey key = await DelegationKeyAsync(now, expires, cancellationToken);
            var builder = new BlobSasBuilder(BlobSasPermissions.Read, expires) { BlobContainerName = container.Name, BlobName = name, Resource = "b" };
            return new BlobUriBuilder(blob.Uri) { Sas = builder.ToSasQueryParameters(key, container.AccountName) }.ToUri();
        }, cancellationToken);
    }

    /// <summary>A key is asked for again when a link would outlive it.</summary>
    private async Task<UserDelegationKey> DelegationKeyAsync(DateTimeOffset now, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        if (_delegation is { } known && known.SignedExpiresOn >= expires)
            return known;
        // At most seven days, by the service's rule.
        DateTimeOffset until = now + TimeSpan.FromTicks(Math.Min(MaxDelegation.Ticks, ((expires - now) * 2).Ticks));
        return _delegation = (await container.GetParentBlobServiceClient().GetUserDelegationKeyAsync(now - ClockSkew, until, cancellationToken)).Value;
    }

    private async Task<BlobWrite> CreateAsync(
        string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken)
    {
        if (!_containerExists)
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            _containerExists = true;
        }

        string sha256 = Convert.ToHexStringLower(SHA256.HashData(content.Span));
        var options = new BlobUploadOptions
        {
            Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
            HttpHeaders = new BlobHttpHeaders { ContentType = contentType },
            Metadata = new Dictionary<string, string> { [DigestKey] = sha256 },
        };
        try
        {
            await container.GetBlobClient(name).UploadAsync(BinaryData.FromBytes(content), options, cancellationToken);
            return new BlobWrite(true, new BlobDescription(name, sha256, content.Length, contentType));
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobAlreadyExists
            || e.ErrorCode == BlobErrorCode.ConditionNotMet)
        {
            return new BlobWrite(false, await ReadPropertiesAsync(name, cancellationToken));
        }
    }

    private async Task<BlobDescription> ReadPropertiesAsync(string name, CancellationToken cancellationToken)
    {
        BlobClient blob = container.GetBlobClient(name);
        BlobProperties properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
        if (!properties.Metadata.TryGetValue(DigestKey, out string? sha256))
        {
            // Not written by us, or by an upload tool: its content is the truth.
            BlobDownloadResult download = await blob.DownloadContentAsync(cancellationToken);
            sha256 = Convert.ToHexStringLower(SHA256.HashData(download.Content.ToMemory().Span));
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
