using JanusCluster.Contracts.Delivery;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Tenants;
using JanusCluster.Silo.Files;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Jobs;
using JanusCluster.Silo.Tenants;
using JanusCluster.Silo.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using StackExchange.Redis;

namespace JanusCluster.Silo.Tests.Jobs;

/// <summary>The fences around results, on a real Redis.</summary>
public sealed class ShardResultsTests : IAsyncLifetime
{
    private const string Numerics = "cpu/float32";
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly RedisServer _redis = new();
    private readonly ShardKey _shard = new("t", "job", 0);
    private ServiceProvider _services = null!;
    private IShardStore _store = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _redis.StartAsync();
        var services = new ServiceCollection();
        services.AddSerializer(serializer => serializer.AddAssembly(typeof(ItemResult).Assembly));
        services.AddSingleton<IConnectionMultiplexer>(await ConnectionMultiplexer.ConnectAsync(_redis.Connection));
        services.AddSingleton<TenantUsageReader>().AddSingleton<StoredBytes>();
        _services = services.BuildServiceProvider();
        _store = NewStore(keepCodes: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Write_EpochThatWasNeverGranted_IsStale()
    {
        Assert.Equal(WriteVerdict.Stale, await FinishAsync(0, 5, Image(0, 4)));
        Assert.Null(await _store.GetImageAsync(_shard, 0));
    }

    [Fact]
    public async Task Write_AfterALaterGrant_IsStaleAndChangesNothing()
    {
        await GrantAsync(0, 1);
        await GrantAsync(0, 2);
        Assert.Equal(WriteVerdict.Stale, await FinishAsync(0, 1, Image(0, 4)));
        Assert.Equal(WriteVerdict.Stale, await KeepAsync(0, 1, 0, 2));
        Assert.Equal(WriteVerdict.Written, await FinishAsync(0, 2, Image(0, 4)));
        Assert.Equal(ItemState.Generated, (await _store.LoadAsync(_shard, 1)).State(0));
    }

    [Fact]
    public async Task GetCheckpoint_AfterPieces_IsThemJoinedUntilDeleted()
    {
        Assert.Empty(await _store.GetCheckpointAsync(_shard, 0));
        await GrantAsync(0, 1);
        await KeepAsync(0, 1, 0, 2);
        await KeepAsync(0, 1, 2, 3);
        Assert.Equal(2 * 5, (await _store.GetCheckpointAsync(_shard, 0)).Length);
        Assert.Empty(await _store.GetCheckpointAsync(_shard, 1));
        await _store.DeleteAsync(_shard);
        Assert.Empty(await _store.GetCheckpointAsync(_shard, 0));
        Assert.Equal(WriteVerdict.Stale, await KeepAsync(0, 1, 0, 2));
    }

    [Fact]
    public async Task Grant_OlderThanTheLast_IsStale()
    {
        await GrantAsync(0, 0x7fff_ffff_0000_0001);
        Assert.Equal(GrantState.Stale, (await GrantAsync(0, 0x7fff_ffff_0000_0000)).State);
        Assert.Equal(GrantState.Granted, (await GrantAsync(0, 0x7fff_ffff_0000_0001)).State);
    }

    [Fact]
    public async Task Write_SameResultTwice_IsOneResultCountedOnce()
    {
        await GrantAsync(0, 1);
        Assert.Equal(WriteVerdict.Written, await FinishAsync(0, 1, Image(0, 4)));
        Assert.Equal(WriteVerdict.Written, await FinishAsync(0, 1, Image(0, 4)));
        Assert.Equal(GrantState.Settled, (await GrantAsync(0, 2)).State);
        Assert.Equal(new TenantUsage(1, 4, 0, 0, 0), await UsageAsync());
    }

    [Fact]
    public async Task Checkpoints_InOrder_AreHandedToTheNextGrantAndMakeTheImage()
    {
        await GrantAsync(0, 1);
        Assert.Equal(WriteVerdict.Written, await KeepAsync(0, 1, 0, 3));
        Assert.Equal(WriteVerdict.Written, await KeepAsync(0, 1, 0, 3)); // said twice
        Assert.Equal(WriteVerdict.Stale, await KeepAsync(0, 1, 4, 1)); // one code is missing before it
        Assert.Equal(WriteVerdict.Written, await KeepAsync(0, 1, 3, 2));

        StoredGrant next = await GrantAsync(0, 2);
        Assert.Equal(Codes(0, 5), next.Codes);
        Assert.Equal(Numerics, next.Numerics);
        Assert.Equal(WriteVerdict.Written, await FinishAsync(0, 2, Image(5, 3)));
        Assert.Equal(Codes(0, 8), (await _store.GetImageAsync(_shard, 0))!.Codes);
        Assert.Equal(new TenantUsage(1, 8, 0, 0, 0), await UsageAsync());
    }

    [Fact]
    public async Task Grant_OfOtherNumerics_IsRefusedUntilItMayBeginAnew()
    {
        await GrantAsync(0, 1);
        await KeepAsync(0, 1, 0, 3);
        StoredGrant refused = await GrantAsync(0, 2, "gpu");
        Assert.Equal((GrantState.OtherNumerics, Numerics), (refused.State, refused.Numerics));
        Assert.Equal(WriteVerdict.Written, await KeepAsync(0, 1, 3, 1)); // nothing was granted

        StoredGrant anew = await GrantAsync(0, 3, "gpu", restart: true);
        Assert.Equal((GrantState.Granted, 0, null), (anew.State, anew.Codes.Length, anew.Numerics));
        Assert.Equal(WriteVerdict.Written, await FinishAsync(0, 3, Image(0, 4)));
        Assert.Equal(Codes(0, 4), (await _store.GetImageAsync(_shard, 0))!.Codes);
    }

    [Fact]
    public async Task Grant_LostWithoutProgress_IsSuspectThenPoison()
    {
        await GrantAsync(0, 1);
        await GrantAsync(0, 2);
        Assert.Equal(GrantState.Suspect, (await GrantAsync(0, 3)).State);
        Assert.Equal(GrantState.Granted, (await GrantAsync(0, 4, alone: true)).State);
        StoredGrant last = await GrantAsync(0, 5, alone: true);
        Assert.Equal((GrantState.Settled, ErrorCode.Poison), (last.State, last.Error!.Code));
        Assert.Equal(WriteVerdict.Settled, await FinishAsync(0, 4, Image(0, 4)));
        ShardOutcome outcome = await _store.LoadAsync(_shard, 1);
        Assert.Equal((ItemState.Failed, ErrorCode.Poison), (outcome.State(0), outcome[0].Error!.Code));
    }

    [Fact]
    public async Task Attempts_WithProgressOrGivenBack_DoNotCount()
    {
        for (int epoch = 1; epoch <= 10; epoch++)
        {
            Assert.Equal(GrantState.Granted, (await GrantAsync(0, epoch)).State);
            if (epoch % 2 == 0)
                await KeepAsync(0, epoch, (epoch / 2) - 1, 1);
            else
                await _store.WriteAsync(_shard, new ShardWrite([], [], [new ItemEpoch(0, epoch)]));
        }
    }

    [Fact]
    public async Task ClearErrors_PoisonedItem_IsTriedAgain()
    {
        for (int epoch = 1; epoch <= 4; epoch++)
            await GrantAsync(0, epoch, alone: true);
        Assert.Equal(ItemState.Failed, (await _store.LoadAsync(_shard, 1)).State(0));
        await _store.ClearErrorsAsync(_shard, [0]);
        Assert.Equal(GrantState.Granted, (await GrantAsync(0, 9)).State);
    }

    [Fact]
    public async Task Cancelled_Shard_TakesNothingMore()
    {
        await GrantAsync(0, 1);
        await GrantAsync(1, 2);
        await FinishAsync(1, 2, Image(0, 4));
        await _store.SetCancelledAsync(_shard);
        Assert.Equal(WriteVerdict.Settled, await FinishAsync(0, 1, Image(0, 4)));
        Assert.Equal(GrantState.Settled, (await GrantAsync(0, 3)).State);
        ShardOutcome outcome = await _store.LoadAsync(_shard, 2);
        Assert.Equal((ItemState.Cancelled, ItemState.Generated), (outcome.State(0), outcome.State(1)));
    }

    [Fact]
    public async Task Deliver_DroppingCodes_LeavesTheRecordOnly()
    {
        await GrantAsync(0, 1);
        await KeepAsync(0, 1, 0, 3);
        await FinishAsync(0, 1, Image(3, 2));
        IShardStore dropping = NewStore(keepCodes: false);
        var receipt = new DeliveryReceipt("a.png", "00", 1, Now);
        Assert.True(await dropping.SetDeliveryAsync(_shard, 0, receipt));
        Assert.False(await dropping.SetDeliveryAsync(_shard, 0, receipt with { BlobName = "b.png" }));

        Assert.Null(await _store.GetImageAsync(_shard, 0));
        ShardOutcome outcome = await _store.LoadAsync(_shard, 1);
        Assert.Equal((ItemState.Delivered, "a.png", 2.5), (outcome.State(0), outcome[0].Delivery!.BlobName, outcome[0].Seconds));
        RedisValue[] fields = await _services.GetRequiredService<IConnectionMultiplexer>().GetDatabase().HashKeysAsync("janus:results:{t}/job/0");
        Assert.DoesNotContain(fields, field => field.ToString().StartsWith("c:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Answer_Finished_IsReadBackAndCounted()
    {
        await GrantAsync(0, 1);
        var answer = new ChatAnswer("Hello.", "stop", 7, 3, 0.5, Now);
        Assert.Equal(WriteVerdict.Written, await FinishAsync(0, 1, answer));
        Assert.Equal(answer, await _store.GetAnswerAsync(_shard, 0));
        Assert.Equal(ItemState.Delivered, (await _store.LoadAsync(_shard, 1)).State(0));
        Assert.Equal(new TenantUsage(0, 0, 1, 7, 3), await UsageAsync());
    }

    private IShardStore NewStore(bool keepCodes) =>
        ActivatorUtilities.CreateInstance<ShardResults>(_services, new SiloSettings { KeepCodes = keepCodes });

    private async Task<StoredGrant> GrantAsync(int position, long epoch, string numerics = Numerics, bool alone = false, bool restart = false) =>
        (await _store.GrantAsync(_shard, [new ItemGrant(new ItemEpoch(position, epoch), numerics, alone, restart)]).WaitAsync(Token))[0];

    private async Task<WriteVerdict> FinishAsync(int position, long epoch, ItemResult result) =>
        (await _store.WriteAsync(_shard, new ShardWrite([], [new FinishedItem(new ItemEpoch(position, epoch), result)], [])).WaitAsync(Token)).Results[0];

    private async Task<WriteVerdict> KeepAsync(int position, long epoch, int from, int codes) =>
        (await _store.WriteAsync(_shard, new ShardWrite(
            [new ItemCheckpoint(new ItemEpoch(position, epoch), from, Codes(from, codes), Numerics)], [], [])).WaitAsync(Token)).Checkpoints[0];

    private Task<TenantUsage> UsageAsync() => _services.GetRequiredService<TenantUsageReader>().ReadAsync("t");

    private static GeneratedImage Image(int from, int codes) => new(Codes(from, codes), 2.5, Now, from);

    private static byte[] Codes(int from, int count) =>
        [.. Enumerable.Range(from, count).SelectMany(code => BitConverter.GetBytes((ushort)(code * 300)))];
}
