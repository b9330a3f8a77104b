namespace JanusCluster.Contracts.Files;

/// <summary>Key of a file's grain: <c>tenant/file</c>.</summary>
public readonly record struct FileKey(string Tenant, string File)
{
    /// <summary>Name of the file's content in blob storage.</summary>
    public string BlobName => $"{Tenant}/files/{File}";

    /// <summary>A key that no file has. Ids sort by the time at which they were drawn.</summary>
    public static FileKey Draw(string tenant, DateTimeOffset now) => new(tenant, $"file-{Guid.CreateVersion7(now):N}");

    /// <exception cref="JanusException">It is no such key.</exception>
    public static FileKey Parse(string key)
    {
        string[] parts = key.Split('/');
        return parts.Length == 2
            ? new(Identifier.Validate("tenant", parts[0]), Identifier.Validate("file", parts[1]))
            : throw JanusException.Invalid("file", $"'{key}' is not a file key (tenant/file).");
    }

    public override string ToString() => $"{Tenant}/{File}";
}
