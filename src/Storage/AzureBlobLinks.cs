using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;

namespace JanusCluster.Storage;

/// <summary>SAS addresses of single blobs: signed by the account's key or, where the identity has none, by a user delegation key.</summary>
internal sealed class AzureBlobLinks(BlobContainerClient container, TimeProvider time)
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>A delegation key lives seven days at most, by the service's rule.</summary>
    private static readonly TimeSpan MaxDelegation = TimeSpan.FromDays(7) - ClockSkew;

    private volatile UserDelegationKey? _delegation;

    public async Task<Uri?> CreateAsync(BlobClient blob, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow(), expires = now + lifetime;
        if (blob.CanGenerateSasUri)
            return blob.GenerateSasUri(BlobSasPermissions.Read, expires);
        UserDelegationKey key = await DelegationKeyAsync(now, expires, cancellationToken);
        var builder = new BlobSasBuilder(BlobSasPermissions.Read, expires) { BlobContainerName = container.Name, BlobName = blob.Name, Resource = "b" };
        return new BlobUriBuilder(blob.Uri) { Sas = builder.ToSasQueryParameters(key, container.AccountName) }.ToUri();
    }

    /// <summary>A key is asked for again when a link would outlive it.</summary>
    private async Task<UserDelegationKey> DelegationKeyAsync(DateTimeOffset now, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        if (_delegation is { } known && known.SignedExpiresOn >= expires)
            return known;
        DateTimeOffset until = now + TimeSpan.FromTicks(Math.Min(MaxDelegation.Ticks, (expires - now).Ticks * 2));
        return _delegation = (await container.GetParentBlobServiceClient().GetUserDelegationKeyAsync(now - ClockSkew, until, cancellationToken)).Value;
    }
}
