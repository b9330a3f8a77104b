using System.Security.Cryptography;

namespace JanusCluster.Storage;

/// <summary>
/// Blobs as plain files of a folder: the file of blob <c>a/b.png</c> is <c>ROOT/a/b.png</c>. Several processes may
/// share the folder.
/// </summary>
/// <remarks>
/// A blob appears by one create-only rename of a finished, synced file, so a crash at any point leaves none or all of
/// it. Its record (<c>ROOT/.records/a/b.png.SHA256.json</c>) is there before. The record's name holds the digest:
/// writers of different contents under one name never touch each other's record, and whichever file came to be, its
/// record is found by hashing it.
/// </remarks>
public sealed class FileBlobStore : IBlobStore
{
    private readonly string _root;
    private readonly TemporaryFiles _temporary;
    private readonly BlobRecords _records;

    public FileBlobStore(string root, TimeProvider time)
    {
        _root = Path.GetFullPath(root);
        _temporary = new TemporaryFiles(Path.Combine(_root, ".temporary"), time);
        _records = new BlobRecords(Path.Combine(_root, ".records"), _temporary);
    }

    public Task<BlobWrite> WriteAsync(
        string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken = default)
    {
        string path = PathOf(name);
        return Task.Run(() => Guard(name, () => Write(name, path, content.Span, contentType)), cancellationToken);
    }

    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken = default)
    {
        string path = PathOf(name);
        return Task.Run(() => Guard(name, () => File.Exists(path) ? File.ReadAllBytes(path) : null), cancellationToken);
    }

    public Task<BlobDescription?> DescribeAsync(string name, CancellationToken cancellationToken = default)
    {
        string path = PathOf(name);
        return Task.Run(() => Guard(name, () => File.Exists(path) ? Describe(name, path) : null), cancellationToken);
    }

    private BlobWrite Write(string name, string path, ReadOnlySpan<byte> content, string contentType)
    {
        if (File.Exists(path))
            return new BlobWrite(false, Describe(name, path));

        var blob = new BlobDescription(name, Convert.ToHexStringLower(SHA256.HashData(content)), content.Length, contentType);
        _records.Add(blob);
        if (_temporary.Publish(path, content))
            return new BlobWrite(true, blob);

        BlobDescription existing = Describe(name, path);
        if (existing.Sha256 != blob.Sha256)
            _records.Remove(blob);
        return new BlobWrite(false, existing);
    }

    private BlobDescription Describe(string name, string path)
    {
        using FileStream file = File.OpenRead(path);
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(file));
        return _records.Find(name, sha256)
            ?? throw new BlobStoreException($"Blob {name} is damaged: no record has the digest of its content.");
    }

    private string PathOf(string name) => Path.Combine(_root, BlobName.Validate(name));

    private static T Guard<T>(string name, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BlobStoreException($"Blob {name}: {e.Message}", e);
        }
    }
}
