using JanusCluster.Contracts.Files;

namespace JanusCluster.Client.Files;

/// <summary>A file as the API tells it.</summary>
/// <param name="Status">processed: there is nothing more to wait for.</param>
internal sealed record FileObject(
    string Id, string Object, long Bytes, long CreatedAt, long? ExpiresAt, string Filename, FilePurpose Purpose, string Status, string Sha256)
{
    public static FileObject Of(FileDescription file) => new(
        file.Id, "file", file.Bytes, file.CreatedAt.ToUnixTimeSeconds(), file.ExpiresAt?.ToUnixTimeSeconds(), file.Name, file.Purpose,
        "processed", file.Sha256);
}

internal sealed record FileList(string Object, IReadOnlyList<FileObject> Data, string? FirstId, string? LastId, bool HasMore)
{
    public static FileList Of(FilePage page) => new(
        "list", [.. page.Files.Select(FileObject.Of)], page.Files is [var first, ..] ? first.Id : null, page.Files is [.., var last] ? last.Id : null, page.HasMore);
}

internal sealed record DeletedFile(string Id, string Object, bool Deleted);
