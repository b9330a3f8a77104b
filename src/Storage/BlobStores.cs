using System.ComponentModel.DataAnnotations;
using Azure.Identity;
using Azure.Storage.Blobs;

namespace JanusCluster.Storage;

/// <summary>Makes the blob store that the options ask for.</summary>
public static class BlobStores
{
    /// <exception cref="ValidationException">An option is missing or wrong; the message names it.</exception>
    public static IBlobStore Create(BlobStoreOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        return options.Kind == BlobStoreKind.File
            ? new FileBlobStore(options.Path, time ?? TimeProvider.System)
            : new AzureBlobStore(Service(options).GetBlobContainerClient(options.Container), time ?? TimeProvider.System);
    }

    /// <summary>The credential is the machine's own: a managed or workload identity, or whoever is signed in.</summary>
    private static BlobServiceClient Service(BlobStoreOptions options)
    {
        try
        {
            return options.ServiceUri is { } address
                ? new BlobServiceClient(address, new DefaultAzureCredential())
                : new BlobServiceClient(options.ConnectionString);
        }
        catch (FormatException e)
        {
            throw new ValidationException($"The blob store's ConnectionString cannot be read: {e.Message}", e);
        }
    }
}
