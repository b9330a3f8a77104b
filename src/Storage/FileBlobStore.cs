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

    public async Task<BlobWrite> WriteAsync(
        string name, Stream content, string contentType, CancellationToken cancellationToken = default)
    {
        string path = PathOf(name);
        try
        {
            return await WriteAsync(name, path, content, contentType, cancellationToken);
        }
        catch (Exception e) when (IsOfStore(e))
        {
            throw Error(name, e);
        }
    }

    public Task<Stream?> OpenReadAsync(string name, CancellationToken cancellationToken = default)
    {
        string path = PathOf(name);
        return Task.Run(() => Guard(name, () => File.Exists(path) ? (Stream)Open(path) : null), cancellationToken);
    }

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken = default)
    {
        string path = PathOf(name);
        return Task.Run(() => Guard(name, () =>
        {
            bool existed = File.Exists(path);
            if (existed)
                File.Delete(path);
            // Also when a deletion broke off here before.
            _records.RemoveAll(name);
            return existed;
        }), cancellationToken);
    }

    private async Task<BlobWrite> WriteAsync(
        string name, string path, Stream content, string contentType, CancellationToken cancellationToken)
    {
        if (File.Exists(path))
            return new BlobWrite(false, Describe(name, path));

        content.Position = 0;
        string sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
        var blob = new BlobDescription(name, sha256, content.Length, contentType);
        _records.Add(blob);
        content.Position = 0;
        return await _temporary.PublishAsync(path, content, cancellationToken)
            ? new BlobWrite(true, blob)
            : new BlobWrite(false, Adopt(blob, path));
    }

    private BlobWrite Write(string name, string path, ReadOnlySpan<byte> content, string contentType)
    {
        if (File.Exists(path))
            return new BlobWrite(false, Describe(name, path));

        var blob = new BlobDescription(name, Convert.ToHexStringLower(SHA256.HashData(content)), content.Length, contentType);
        _records.Add(blob);
        return _temporary.Publish(path, content) ? new BlobWrite(true, blob) : new BlobWrite(false, Adopt(blob, path));
    }

    /// <summary>Somebody else was faster: what is there counts, and the record of what is not goes.</summary>
    private BlobDescription Adopt(BlobDescription mine, string path)
    {
        BlobDescription existing = Describe(mine.Name, path);
        if (existing.Sha256 != mine.Sha256)
            _records.Remove(mine);
        return existing;
    }

    private BlobDescription Describe(string name, string path)
    {
        using FileStream file = Open(path);
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(file));
        return _records.Find(name, sha256)
            ?? throw new BlobStoreException($"Blob {name} is damaged: no record has the digest of its content.");
    }

    private string PathOf(string name) => Path.Combine(_root, BlobName.Validate(name));

    // A blob may be deleted while somebody reads it.
    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);

    private static T Guard<T>(string name, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (IsOfStore(e))
        {
            throw Error(name, e);
        }
    }

    private static bool IsOfStore(Exception e) => e is IOException or UnauthorizedAccessException;

    private static BlobStoreException Error(string name, Exception e) => new($"Blob {name}: {e.Message}", e);
}
