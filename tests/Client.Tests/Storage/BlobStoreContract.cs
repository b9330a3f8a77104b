using System.Security.Cryptography;
using System.Text;
using JanusCluster.Storage;

namespace JanusCluster.Client.Tests.Storage;

/// <summary>What every blob store must do.</summary>
public abstract class BlobStoreContract
{
    protected const string Png = "image/png";

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract Task<IBlobStore> OpenAsync();

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    [Fact]
    public async Task WriteAsync_NewName_CreatesAndDescribes()
    {
        IBlobStore store = await OpenAsync();
        byte[] content = Bytes("picture");

        BlobWrite write = await store.WriteAsync("local/job/000001.png", content, Png, Cancellation);

        var expected = new BlobDescription("local/job/000001.png", Digest(content), content.Length, Png);
        Assert.Equal(new BlobWrite(true, expected), write);
        Assert.Equal(expected, await store.DescribeAsync("local/job/000001.png", Cancellation));
        Assert.Equal(content, await store.ReadAsync("local/job/000001.png", Cancellation));
    }

    [Fact]
    public async Task WriteAsync_ExistingName_ChangesNothingAndDescribesWhatIsThere()
    {
        IBlobStore store = await OpenAsync();
        byte[] first = Bytes("first");
        await store.WriteAsync("local/conflict.png", first, Png, Cancellation);

        BlobWrite second = await store.WriteAsync("local/conflict.png", Bytes("second, longer"), "text/plain", Cancellation);

        Assert.Equal(new BlobWrite(false, new("local/conflict.png", Digest(first), first.Length, Png)), second);
        Assert.Equal(first, await store.ReadAsync("local/conflict.png", Cancellation));
        Assert.Equal(second.Blob, await store.DescribeAsync("local/conflict.png", Cancellation));
    }

    [Fact]
    public async Task WriteAsync_ManyWritersOfOneName_ExactlyOneCreates()
    {
        IBlobStore store = await OpenAsync();

        BlobWrite[] writes = await Task.WhenAll(Enumerable.Range(0, 16).Select(
            i => store.WriteAsync("race/one.png", Bytes($"writer {i / 2}"), Png, Cancellation)));

        BlobWrite winner = Assert.Single(writes, write => write.Created);
        Assert.All(writes, write => Assert.Equal(winner.Blob, write.Blob));
        byte[]? content = await store.ReadAsync("race/one.png", Cancellation);
        Assert.Equal(winner.Blob.Sha256, Digest(content!));
        Assert.Equal(winner.Blob, await store.DescribeAsync("race/one.png", Cancellation));
    }

    [Fact]
    public async Task ReadAsync_UnknownName_Null()
    {
        IBlobStore store = await OpenAsync();
        Assert.Null(await store.ReadAsync("local/none.png", Cancellation));
        Assert.Null(await store.DescribeAsync("local/none.png", Cancellation));
    }

    [Fact]
    public async Task AnyCall_NameThatClimbsOut_Refused()
    {
        IBlobStore store = await OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => store.WriteAsync("../out.png", Bytes("x"), Png, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => store.ReadAsync("/etc/passwd", Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => store.DescribeAsync("a/../../b", Cancellation));
    }

    [Fact]
    public async Task WriteAsync_EmptyAndLargeContent_RoundTrips()
    {
        IBlobStore store = await OpenAsync();
        byte[] large = new byte[3 << 20];
        new Random(1).NextBytes(large);
        await store.WriteAsync("size/empty", ReadOnlyMemory<byte>.Empty, "application/octet-stream", Cancellation);
        await store.WriteAsync("size/large", large, "application/octet-stream", Cancellation);
        Assert.Empty((await store.ReadAsync("size/empty", Cancellation))!);
        Assert.Equal(large, await store.ReadAsync("size/large", Cancellation));
    }

    [Fact]
    public async Task WriteAsync_LargeStream_RoundTripsAndStaysTheFirst()
    {
        IBlobStore store = await OpenAsync();
        byte[] large = new byte[(20 << 20) + 7];
        new Random(2).NextBytes(large);
        using var content = new MemoryStream(large) { Position = 5 };
        var expected = new BlobDescription("stream/large", Digest(large), large.Length, "application/jsonl");

        Assert.Equal(new BlobWrite(true, expected), await store.WriteAsync("stream/large", content, "application/jsonl", Cancellation));
        using var other = new MemoryStream(new byte[10 << 20]);
        Assert.Equal(new BlobWrite(false, expected), await store.WriteAsync("stream/large", other, Png, Cancellation));
        Assert.True(other.CanRead);
        Assert.Equal(expected, await store.DescribeAsync("stream/large", Cancellation));
        await using Stream? read = await store.OpenReadAsync("stream/large", Cancellation);
        Assert.Equal(expected.Sha256, Convert.ToHexStringLower(await SHA256.HashDataAsync(read!, Cancellation)));
        read!.Position = large.Length - 3;
        byte[] end = new byte[3];
        await read.ReadExactlyAsync(end, Cancellation);
        Assert.Equal(large[^3..], end);
    }

    [Fact]
    public async Task WriteAsync_ManyStreamsUnderOneName_ExactlyOneCreates()
    {
        IBlobStore store = await OpenAsync();
        BlobWrite[] writes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            using var content = new MemoryStream(Bytes($"writer {i}"));
            return await store.WriteAsync("race/stream", content, Png, Cancellation);
        }));
        BlobWrite winner = Assert.Single(writes, write => write.Created);
        Assert.All(writes, write => Assert.Equal(winner.Blob, write.Blob));
        Assert.Equal(winner.Blob, await store.DescribeAsync("race/stream", Cancellation));
    }

    [Fact]
    public async Task DeleteAsync_Blob_GoesAndOthersStay()
    {
        IBlobStore store = await OpenAsync();
        await store.WriteAsync("local/files/a", Bytes("a"), Png, Cancellation);
        await store.WriteAsync("local/files/a.b", Bytes("b"), Png, Cancellation);

        Assert.True(await store.DeleteAsync("local/files/a", Cancellation));
        Assert.False(await store.DeleteAsync("local/files/a", Cancellation));
        Assert.False(await store.DeleteAsync("local/never/was", Cancellation));

        Assert.Null(await store.DescribeAsync("local/files/a", Cancellation));
        Assert.Null(await store.OpenReadAsync("local/files/a", Cancellation));
        Assert.Equal(Digest(Bytes("b")), (await store.DescribeAsync("local/files/a.b", Cancellation))!.Sha256);
        await Assert.ThrowsAsync<ArgumentException>(() => store.DeleteAsync("../out", Cancellation));
    }
}
