using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace JanusCluster.Storage;

public enum BlobStoreKind
{
    /// <summary>A folder of this machine, or one that all machines share.</summary>
    File = 0,
    /// <summary>A container of Azure Blob Storage.</summary>
    Azure = 1,
}

/// <summary>Where blobs are kept.</summary>
public sealed partial record BlobStoreOptions : IValidatableObject
{
    /// <summary>Default: File.</summary>
    public BlobStoreKind Kind { get; init; }

    /// <summary>The folder, for File. Default: janus-data/blobs.</summary>
    public string Path { get; init; } = "janus-data/blobs";

    /// <summary>Connection string, for Azure. Default: none; then <see cref="ServiceUri"/> is used.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>https://ACCOUNT.blob.core.windows.net, for Azure with managed identity. Default: none.</summary>
    public Uri? ServiceUri { get; init; }

    /// <summary>The container, for Azure; made if it is missing. Default: janus.</summary>
    public string Container { get; init; } = "janus";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Enum.IsDefined(Kind))
            yield return new($"The blob store's Kind must be File or Azure, not {Kind}.", [nameof(Kind)]);
        if (Kind == BlobStoreKind.File && string.IsNullOrWhiteSpace(Path))
            yield return new("A blob store of files needs a Path.", [nameof(Path)]);
        if (Kind != BlobStoreKind.Azure)
            yield break;
        if (string.IsNullOrWhiteSpace(ConnectionString) == ServiceUri is null)
            yield return new("An Azure blob store needs either a ConnectionString or a ServiceUri.", [nameof(ConnectionString)]);
        if (ServiceUri is { IsAbsoluteUri: false })
            yield return new("The blob store's ServiceUri must be an absolute address.", [nameof(ServiceUri)]);
        if (!ContainerName().IsMatch(Container))
            yield return new("A blob container's name has 3 to 63 lower-case letters, digits and single hyphens.", [nameof(Container)]);
    }

    [GeneratedRegex(@"\A(?=.{3,63}\z)[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ContainerName();
}
