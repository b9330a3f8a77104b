using JanusCluster.Contracts;
using JanusCluster.Contracts.Files;
using JanusCluster.Contracts.Tenants;
using JanusCluster.Silo.Files;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace JanusCluster.Silo.Tests.Files;

public sealed class FileGrainTests(ClockedSilo silo) : IClassFixture<ClockedSilo>
{
    private readonly string _tenant = $"t{Guid.NewGuid():N}";

    [Fact]
    public async Task Complete_File_IsThereWithItsContent()
    {
        FileKey key = NewKey();
        IFileGrain file = Grain(key);
        await file.BeginAsync(Upload("a.jsonl", 3));
        await IsNotFoundAsync(file.GetAsync);

        FileDescription stored = await StoreAsync(key, "abc");

        Assert.Equal(("a.jsonl", FilePurpose.Batch, 3L, key.BlobName), (stored.Name, stored.Purpose, stored.Bytes, stored.BlobName));
        Assert.Equal(stored, await file.GetAsync());
        Assert.Equal(stored, await file.CompleteAsync(3, stored.Sha256));
        Assert.Equal(3, await StoredAsync());
    }

    [Fact]
    public async Task Delete_File_TakesContentAndRoomAlong()
    {
        FileKey key = NewKey();
        await Grain(key).BeginAsync(Upload("a", 3));
        await StoreAsync(key, "abc");
        await Grain(key).DeleteAsync();

        await IsNotFoundAsync(Grain(key).GetAsync);
        await IsNotFoundAsync(Grain(key).DeleteAsync);
        await IsNotFoundAsync(() => Grain(key).CompleteAsync(3, "00"));
        Assert.Null(await silo.Blobs.DescribeAsync(key.BlobName, TestContext.Current.CancellationToken));
        Assert.Equal(0, await StoredAsync());
        Assert.Empty((await Files.ListAsync(null, null, 10, true)).Files);
    }

    [Fact]
    public async Task Begin_AboveTheTenantsLimit_IsRefusedUntilThereIsRoom()
    {
        await silo.Grains.GetGrain<ITenantGrain>(_tenant).SetPolicyAsync(new TenantPolicy(MaxStoredBytes: 10));
        FileKey first = NewKey();
        await Grain(first).BeginAsync(Upload("a", 8));
        await Grain(first).BeginAsync(Upload("a", 8));
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => Grain(NewKey()).BeginAsync(Upload("b", 3)));
        Assert.Equal(ErrorCode.LimitExceeded, e.Code);

        // What it really takes counts from its completion on.
        await StoreAsync(first, "abc");
        await Grain(NewKey()).BeginAsync(Upload("b", 7));
        Assert.Equal(10, await StoredAsync());
        await Grain(NewKey()).BeginAsync(Upload("results", 100) with { Purpose = FilePurpose.BatchOutput });
    }

    [Fact]
    public async Task Begin_AnotherFile_IsAConflict()
    {
        FileKey key = NewKey();
        await Grain(key).BeginAsync(Upload("a", 3));
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => Grain(key).BeginAsync(Upload("b", 3)));
        Assert.Equal(ErrorCode.Conflict, e.Code);
    }

    [Theory]
    [InlineData("", "text/plain", 1, 0, "file")]
    [InlineData("a\0", "text/plain", 1, 0, "file")]
    [InlineData("a", "text/plain\n", 1, 0, "file")]
    [InlineData("a", "text/plain", -1, 0, "file")]
    [InlineData("a", "text/plain", 1, 60, "expires_after")]
    public async Task Begin_WrongField_IsNamed(string name, string type, long bytes, int lifetime, string field)
    {
        var upload = new FileUpload(name, FilePurpose.UserData, type, bytes, lifetime == 0 ? null : TimeSpan.FromSeconds(lifetime));
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => Grain(NewKey()).BeginAsync(upload));
        Assert.Equal((ErrorCode.InvalidRequest, field), (e.Code, e.Field));
    }

    [Fact]
    public async Task List_ByPagesAndPurposes_EachOnceAlsoBehindADeletedOne()
    {
        var keys = new List<FileKey>();
        for (int i = 0; i < 5; i++)
        {
            FileKey key = FileKey.Draw(_tenant, DateTimeOffset.UnixEpoch.AddYears(60).AddSeconds(i));
            await Grain(key).BeginAsync(Upload($"{i}", 1) with { Purpose = i % 2 == 0 ? FilePurpose.Batch : FilePurpose.Vision });
            await StoreAsync(key, $"{i}");
            keys.Add(key);
        }

        FilePage newest = await Files.ListAsync(null, null, 2, newestFirst: true);
        Assert.Equal(["4", "3"], newest.Files.Select(file => file.Name));
        Assert.True(newest.HasMore);
        await Grain(keys[3]).DeleteAsync();
        FilePage next = await Files.ListAsync(null, newest.Files[^1].Id, 2, newestFirst: true);
        Assert.Equal(["2", "1"], next.Files.Select(file => file.Name));
        Assert.True(next.HasMore);
        FilePage last = await Files.ListAsync(null, next.Files[^1].Id, 2, newestFirst: true);
        Assert.Equal(["0"], last.Files.Select(file => file.Name));
        Assert.False(last.HasMore);

        Assert.Equal(["0", "1", "2", "4"], (await Files.ListAsync(null, null, 10, false)).Files.Select(file => file.Name));
        Assert.Equal(["2", "4"], (await Files.ListAsync(FilePurpose.Batch, keys[0].File, 10, false)).Files.Select(file => file.Name));
        Assert.Equal(["1"], (await Files.ListAsync(FilePurpose.Vision, null, 10, true)).Files.Select(file => file.Name));
        Assert.Empty((await silo.Grains.GetGrain<IFilesGrain>($"{_tenant}x").ListAsync(null, null, 10, true)).Files);
    }

    [Fact]
    public async Task Expire_OverdueFiles_GoAndOthersStay()
    {
        FileKey kept = NewKey(), expiring = NewKey(), unfinished = NewKey();
        await Grain(kept).BeginAsync(Upload("kept", 1));
        await StoreAsync(kept, "k");
        await Grain(expiring).BeginAsync(Upload("expiring", 1) with { Lifetime = TimeSpan.FromHours(2) });
        await StoreAsync(expiring, "e");
        await Grain(unfinished).BeginAsync(Upload("unfinished", 100));
        await silo.Blobs.WriteAsync(unfinished.BlobName, "half"u8.ToArray(), "text/plain", TestContext.Current.CancellationToken);

        await ExpireAsync();
        Assert.NotNull(await Grain(expiring).GetAsync());
        Assert.Equal(102, await StoredAsync());

        silo.Time.Advance(TimeSpan.FromHours(2));
        await IsNotFoundAsync(Grain(expiring).GetAsync);
        await ExpireAsync();
        Assert.Null(await silo.Blobs.DescribeAsync(expiring.BlobName, TestContext.Current.CancellationToken));
        Assert.Equal(101, await StoredAsync());

        silo.Time.Advance(TimeSpan.FromHours(5));
        await ExpireAsync();
        Assert.Null(await silo.Blobs.DescribeAsync(unfinished.BlobName, TestContext.Current.CancellationToken));
        await IsNotFoundAsync(() => Grain(unfinished).CompleteAsync(4, "00"));
        Assert.Equal(1, await StoredAsync());
        Assert.NotNull(await Grain(kept).GetAsync());
    }

    [Fact]
    public async Task StoredBytes_ReservedAndReleasedTwice_CountsOnce()
    {
        StoredBytes stored = silo.Services.GetRequiredService<StoredBytes>();
        FileKey one = NewKey(), other = NewKey();
        Assert.Null(await stored.ReserveAsync(one, 6_000_000_000_000, null));
        Assert.Null(await stored.ReserveAsync(one, 6_000_000_000_000, 6_000_000_000_000));
        Assert.Equal(6_000_000_000_000, await stored.ReserveAsync(other, 1, 6_000_000_000_000));
        Assert.Null(await stored.ReserveAsync(one, 5, 1));
        Assert.Null(await stored.ReserveAsync(other, 7, 12));
        await stored.ReleaseAsync(one);
        await stored.ReleaseAsync(one);
        Assert.Equal(7, await stored.ReadAsync(_tenant));
    }

    private IFilesGrain Files => silo.Grains.GetGrain<IFilesGrain>(_tenant);

    private FileKey NewKey() => FileKey.Draw(_tenant, silo.Time.GetUtcNow());

    private IFileGrain Grain(FileKey key) => silo.Grains.GetGrain<IFileGrain>(key.ToString());

    private static FileUpload Upload(string name, long bytes) => new(name, FilePurpose.Batch, "application/jsonl", bytes);

    private Task<FileDescription> StoreAsync(FileKey key, string content) => silo.StoreAsync(key, content);

    private async Task<long> StoredAsync() => (await silo.Grains.GetGrain<ITenantGrain>(_tenant).GetUsageAsync()).StoredBytes;

    private Task<int> ExpireAsync() => new FileExpiry(
        silo.Services.GetRequiredService<FileIndex>(), silo.Grains, silo.Services.GetRequiredService<RecordClock>(), TimeProvider.System, NullLogger<FileExpiry>.Instance)
        .ExpireAsync(TestContext.Current.CancellationToken);

    private static async Task IsNotFoundAsync(Func<Task> call) =>
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<JanusException>(call)).Code);
}
