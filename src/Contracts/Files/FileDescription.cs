namespace JanusCluster.Contracts.Files;

[GenerateSerializer, Alias(Aliases.FilePurpose)]
public enum FilePurpose
{
    /// <summary>The requests of a batch, one a line.</summary>
    Batch = 0,
    /// <summary>Results or errors of a batch; only the cluster itself makes these.</summary>
    BatchOutput = 1,
    /// <summary>An image for chat.</summary>
    Vision = 2,
    UserData = 3,
}

/// <summary>What a new file is to be.</summary>
/// <param name="Name">The uploader's name for it; it names nothing on the server.</param>
/// <param name="Bytes">Its exact size.</param>
/// <param name="Lifetime">From its creation on; null keeps it until it is deleted.</param>
[GenerateSerializer, Immutable, Alias(Aliases.FileUpload)]
public sealed record FileUpload(
    [property: Id(0)] string Name,
    [property: Id(1)] FilePurpose Purpose,
    [property: Id(2)] string ContentType,
    [property: Id(3)] long Bytes,
    [property: Id(4)] TimeSpan? Lifetime = null);

/// <summary>A file that is kept.</summary>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="BlobName">Where its content is, in blob storage.</param>
[GenerateSerializer, Immutable, Alias(Aliases.FileDescription)]
public sealed record FileDescription(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] FilePurpose Purpose,
    [property: Id(3)] string ContentType,
    [property: Id(4)] long Bytes,
    [property: Id(5)] string Sha256,
    [property: Id(6)] string BlobName,
    [property: Id(7)] DateTimeOffset CreatedAt,
    [property: Id(8)] DateTimeOffset? ExpiresAt);
