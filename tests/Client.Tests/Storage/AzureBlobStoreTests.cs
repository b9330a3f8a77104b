using System.Net;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using JanusCluster.Storage;

namespace JanusCluster.Client.Tests.Storage;

public sealed class AzureBlobStoreTests(AzuriteServer azurite) : BlobStoreContract
{
    private readonly string _container = $"test-{Guid.NewGuid():N}";

    protected override async Task<IBlobStore> OpenAsync() =>
        BlobStores.Create(new() { Kind = BlobStoreKind.Azure, ConnectionString = await ConnectAsync(), Container = _container });

    private async Task<string> ConnectAsync()
    {
        string? connection = await azurite.GetConnectionStringAsync();
        Assert.SkipWhen(connection is null, "node is not installed");
        return connection;
    }

    [Fact]
    public async Task WriteAsync_NewName_RecordsDigestAndContentType()
    {
        IBlobStore store = await OpenAsync();
        await store.WriteAsync("a/b.png", Bytes("picture"), Png, Cancellation);

        BlobProperties properties = await new BlobContainerClient(await ConnectAsync(), _container)
            .GetBlobClient("a/b.png").GetPropertiesAsync(cancellationToken: Cancellation);
        Assert.Equal(Png, properties.ContentType);
        Assert.Equal(Digest(Bytes("picture")), properties.Metadata["sha256"]);
    }

    [Fact]
    public async Task DescribeAsync_BlobWithoutDigest_ReadsItsContent()
    {
        IBlobStore store = await OpenAsync();
        var container = new BlobContainerClient(await ConnectAsync(), _container);
        await container.CreateAsync(cancellationToken: Cancellation);
        await container.UploadBlobAsync("foreign.png", BinaryData.FromString("other"), Cancellation);

        BlobWrite write = await store.WriteAsync("foreign.png", Bytes("mine"), Png, Cancellation);

        Assert.False(write.Created);
        Assert.Equal(Digest(Bytes("other")), write.Blob.Sha256);
    }

    [Fact]
    public async Task WriteAsync_NothingListens_ThrowsBlobStoreException()
    {
        var options = new BlobClientOptions { Retry = { MaxRetries = 0, NetworkTimeout = TimeSpan.FromSeconds(5) } };
        var store = new AzureBlobStore(new BlobContainerClient(new Uri("http://127.0.0.1:1/account/container"), options), TimeProvider.System);
        await Assert.ThrowsAsync<BlobStoreException>(() => store.WriteAsync("a", Bytes("x"), Png, Cancellation));
    }

    [Fact]
    public async Task WriteAsync_ContainerDeletedMeanwhile_MakesItAgain()
    {
        IBlobStore store = await OpenAsync();
        await store.WriteAsync("a", Bytes("x"), Png, Cancellation);
        await new BlobContainerClient(await ConnectAsync(), _container).DeleteAsync(cancellationToken: Cancellation);

        await Assert.ThrowsAsync<BlobStoreException>(() => store.WriteAsync("a", Bytes("y"), Png, Cancellation));
        Assert.True((await store.WriteAsync("a", Bytes("y"), Png, Cancellation)).Created);
    }

    [Fact]
    public async Task CreateLinkAsync_WhileItIsGood_LetsAnybodyRead()
    {
        IBlobStore store = await OpenAsync();
        await store.WriteAsync("a/b.png", Bytes("picture"), Png, Cancellation);
        using var anybody = new HttpClient();

        Uri? link = await store.CreateLinkAsync("a/b.png", TimeSpan.FromMinutes(5), Cancellation);
        Assert.Equal("picture", await anybody.GetStringAsync(link, Cancellation));
        // Only that blob, and only to read.
        Uri other = new(link!.AbsoluteUri.Replace("b.png", "c.png", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Forbidden, (await anybody.GetAsync(other, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await anybody.DeleteAsync(link, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task CreateLinkAsync_TimeIsOver_IsRefused()
    {
        IBlobStore store = await OpenAsync();
        await store.WriteAsync("a", Bytes("picture"), Png, Cancellation);
        using var anybody = new HttpClient();
        Uri? link = await store.CreateLinkAsync("a", TimeSpan.FromMinutes(-1), Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, (await anybody.GetAsync(link, Cancellation)).StatusCode);
    }
}
