using JanusCluster.Storage;

namespace JanusCluster.Client.Tests.Storage;

public sealed class FileBlobStoreTests : BlobStoreContract, IDisposable
{
    private const string Name = "local/job/000001.png";

    private readonly TemporaryFolder _folder = new();

    protected override Task<IBlobStore> OpenAsync() => Task.FromResult(Open());

    private IBlobStore Open() => BlobStores.Create(new BlobStoreOptions { Path = _folder.Path });

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WriteAsync_AfterACrashBeforePublishing_WritesTheWholeBlob()
    {
        // What a writer leaves that dies just before the rename: a temporary file, and the record of its content.
        await Open().WriteAsync(Name, Bytes("died"), Png, Cancellation);
        File.Delete(_folder[Name]);
        await File.WriteAllTextAsync(_folder[".temporary/half"], "di", Cancellation);

        IBlobStore store = Open();
        Assert.Null(await store.ReadAsync(Name, Cancellation));
        Assert.Null(await store.DescribeAsync(Name, Cancellation));

        BlobWrite write = await store.WriteAsync(Name, Bytes("alive"), Png, Cancellation);
        Assert.True(write.Created);
        Assert.Equal(Digest(Bytes("alive")), (await store.DescribeAsync(Name, Cancellation))!.Sha256);
    }

    [Fact]
    public async Task WriteAsync_Finished_LeavesNoTemporaryFileAndOneRecord()
    {
        await Open().WriteAsync(Name, Bytes("a"), Png, Cancellation);
        await Open().WriteAsync(Name, Bytes("b"), Png, Cancellation);
        Assert.Empty(Directory.EnumerateFiles(_folder[".temporary"]));
        Assert.Single(Directory.EnumerateFiles(_folder[".records/local/job"]));
    }

    [Fact]
    public async Task DeleteAsync_Blob_LeavesNoRecord()
    {
        await Open().WriteAsync(Name, Bytes("a"), Png, Cancellation);
        Assert.True(await Open().DeleteAsync(Name, Cancellation));
        Assert.Empty(Directory.EnumerateFiles(_folder[".records/local/job"]));
    }

    [Fact]
    public async Task WriteAsync_AbandonedTemporaryFile_IsSwept()
    {
        Directory.CreateDirectory(_folder[".temporary"]);
        await File.WriteAllTextAsync(_folder[".temporary/old"], "x", Cancellation);
        await File.WriteAllTextAsync(_folder[".temporary/new"], "x", Cancellation);
        File.SetLastWriteTimeUtc(_folder[".temporary/old"], new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        await Open().WriteAsync(Name, Bytes("a"), Png, Cancellation);

        Assert.False(File.Exists(_folder[".temporary/old"]));
        Assert.True(File.Exists(_folder[".temporary/new"]));
    }

    [Fact]
    public async Task DescribeAsync_ContentChangedOnDisk_SaysThatItIsDamaged()
    {
        IBlobStore store = Open();
        await store.WriteAsync(Name, Bytes("picture"), Png, Cancellation);
        await File.WriteAllTextAsync(_folder[Name], "bit rot", Cancellation);
        BlobStoreException e = await Assert.ThrowsAsync<BlobStoreException>(() => store.DescribeAsync(Name, Cancellation));
        Assert.Contains("damaged", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_FolderCannotBeMade_ThrowsBlobStoreException()
    {
        await File.WriteAllTextAsync(_folder["file"], "", Cancellation);
        IBlobStore store = BlobStores.Create(new BlobStoreOptions { Path = _folder["file/blobs"] });
        await Assert.ThrowsAsync<BlobStoreException>(() => store.WriteAsync(Name, Bytes("a"), Png, Cancellation));
    }
}
