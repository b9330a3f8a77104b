using JanusCluster.Client.Hosting;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Files;
using JanusCluster.Storage;

namespace JanusCluster.Client.Files;

/// <summary>Files of tenants: their grains, and their content in blob storage.</summary>
internal sealed class FileStore(IGrainFactory grains, IBlobStore blobs, TimeProvider time)
{
    /// <summary>Stores a file. With the same key it may be repeated after any failure; what was stored first counts.</summary>
    /// <param name="content">Can seek; its length is that of <paramref name="upload"/>.</param>
    /// <exception cref="JanusException">It is not allowed, or there is no room for it.</exception>
    /// <exception cref="BlobStoreException">The blob store is away.</exception>
    public async Task<FileDescription> StoreAsync(FileKey key, FileUpload upload, Stream content, CancellationToken cancellationToken)
    {
        IFileGrain file = Grain(key);
        await RepeatAsync(async () =>
        {
            await file.BeginAsync(upload);
            return true;
        }, cancellationToken);
        BlobWrite write = await blobs.WriteAsync(key.BlobName, content, upload.ContentType, cancellationToken);
        try
        {
            return await RepeatAsync(() => file.CompleteAsync(write.Blob.Bytes, write.Blob.Sha256), cancellationToken);
        }
        catch (JanusException e) when (e.Code == ErrorCode.NotFound)
        {
            // It was deleted, or took too long: nobody will ask for its content.
            await blobs.DeleteAsync(key.BlobName, cancellationToken);
            throw;
        }
    }

    /// <exception cref="JanusException"><see cref="ErrorCode.NotFound"/>: the tenant has no such file.</exception>
    public Task<FileDescription> GetAsync(string tenant, string file, CancellationToken cancellationToken) =>
        RepeatAsync(Grain(Find(tenant, file)).GetAsync, cancellationToken);

    /// <returns>The content, from its beginning; it can seek.</returns>
    /// <exception cref="JanusException"><see cref="ErrorCode.NotFound"/>: it is being deleted.</exception>
    public async Task<Stream> OpenAsync(FileDescription file, CancellationToken cancellationToken) =>
        await blobs.OpenReadAsync(file.BlobName, cancellationToken) ?? throw Unknown(file.Id);

    /// <exception cref="JanusException"><see cref="ErrorCode.NotFound"/>: the tenant has no such file.</exception>
    public Task DeleteAsync(string tenant, string file) => Grain(Find(tenant, file)).DeleteAsync();

    public Task<FilePage> ListAsync(
        string tenant, FilePurpose? purpose, string? after, int count, bool newestFirst, CancellationToken cancellationToken) =>
        RepeatAsync(() => grains.GetGrain<IFilesGrain>(tenant).ListAsync(purpose, after, count, newestFirst), cancellationToken);

    private static FileKey Find(string tenant, string file)
    {
        try
        {
            return FileKey.Parse($"{tenant}/{file}");
        }
        catch (JanusException)
        {
            throw Unknown(file);
        }
    }

    private static JanusException Unknown(string file) => new(
        ErrorCode.NotFound, $"There is no file {(file.Length <= Identifier.MaxLength ? file : file[..Identifier.MaxLength])}.", "file");

    private IFileGrain Grain(FileKey key) => grains.GetGrain<IFileGrain>(key.ToString());

    private Task<T> RepeatAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken) =>
        ClusterCall.RepeatAsync(call, time, cancellationToken);
}
