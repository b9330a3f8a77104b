using JanusCluster.Contracts.Files;

namespace JanusCluster.Silo.Files;

[GenerateSerializer, Alias("janus.state.file-state")]
internal enum FileState
{
    /// <summary>There is room for it; its content is on its way.</summary>
    Uploading = 0,
    Stored = 1,
    /// <summary>Nobody sees it any more; its content may still be there.</summary>
    Deleting = 2,
}

/// <summary>What is stored of a file.</summary>
[GenerateSerializer, Alias("janus.state.file")]
internal sealed class FileRecord
{
    [Id(0)]
    public FileUpload? Upload { get; set; }

    [Id(1)]
    public FileState State { get; set; }

    [Id(2)]
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Lower-case hex; empty until it is stored.</summary>
    [Id(3)]
    public string Sha256 { get; set; } = "";

    [Id(4)]
    public long Bytes { get; set; }

    public DateTimeOffset? ExpiresAt => Upload?.Lifetime is { } lifetime ? CreatedAt + lifetime : null;

    public FileDescription Describe(FileKey key) => new(
        key.File, Upload!.Name, Upload.Purpose, Upload.ContentType, Bytes, Sha256, key.BlobName, CreatedAt, ExpiresAt);
}
