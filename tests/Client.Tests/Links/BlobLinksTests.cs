using JanusCluster.Client.Http;
using JanusCluster.Client.Links;
using JanusCluster.Client.Tests.Cluster;
using Microsoft.Extensions.Time.Testing;

namespace JanusCluster.Client.Tests.Links;

public sealed class BlobLinksTests
{
    private const string Name = "acme/jobs/x/0.png";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly MemoryBlobStore _blobs = new();

    [Fact]
    public async Task IsGood_OwnLink_UntilItExpires()
    {
        (BlobLinks links, long expires, string signature) = await MakeAsync();
        Assert.True(await IsGoodAsync(links, Name, expires, signature));
        _time.Advance(Lifetime - TimeSpan.FromSeconds(1));
        Assert.True(await IsGoodAsync(links, Name, expires, signature));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await IsGoodAsync(links, Name, expires, signature));
    }

    [Fact]
    public async Task IsGood_ByAnotherFrontOfTheStore_True()
    {
        (_, long expires, string signature) = await MakeAsync();
        Assert.True(await IsGoodAsync(Create(_blobs), Name, expires, signature));
        Assert.False(await IsGoodAsync(Create(new MemoryBlobStore()), Name, expires, signature));
    }

    [Fact]
    public async Task IsGood_LinkWorkedOn_False()
    {
        (BlobLinks links, long expires, string signature) = await MakeAsync();
        Assert.False(await IsGoodAsync(links, "acme/jobs/x/1.png", expires, signature));
        Assert.False(await IsGoodAsync(links, Name, expires + 1, signature));
        Assert.False(await IsGoodAsync(links, Name, 0, signature));
        foreach (string? other in (string?[])[null, "", "A", signature[..^1], $"{signature}A", $"{signature}=", new string('*', signature.Length), new string('A', signature.Length), $"{(signature[0] == 'A' ? 'B' : 'A')}{signature[1..]}"])
            Assert.False(await IsGoodAsync(links, Name, expires, other));
    }

    private async Task<(BlobLinks Links, long Expires, string Signature)> MakeAsync()
    {
        BlobLinks links = Create(_blobs);
        var link = new Uri(await links.CreateAsync("https://example.com", Name, Lifetime, TestContext.Current.CancellationToken));
        Assert.Equal($"{BlobLinks.Path}{Name}", link.AbsolutePath);
        string[] query = link.Query.TrimStart('?').Split('&');
        return (links, long.Parse(query[0]["expires=".Length..]), query[1]["signature=".Length..]);
    }

    private BlobLinks Create(MemoryBlobStore blobs) => new(blobs, new LinkKey(blobs), new HttpSettings(), _time);

    private static Task<bool> IsGoodAsync(BlobLinks links, string name, long expires, string? signature) =>
        links.IsGoodAsync(name, expires, signature, TestContext.Current.CancellationToken);
}
