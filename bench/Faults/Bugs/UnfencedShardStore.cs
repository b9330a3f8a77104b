using JanusCluster.Contracts.Delivery;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Silo.Jobs;
using StackExchange.Redis;

namespace JanusCluster.Bench.Faults.Bugs;

/// <summary>The mistake that epochs are for: what is written counts, whoever it comes from.</summary>
/// <remarks>It keeps a book of its own of each item's last epoch, and passes every write off as the holder's.</remarks>
internal sealed class UnfencedShardStore(IShardStore inner, IConnectionMultiplexer redis) : IShardStore
{
    public async Task<IReadOnlyList<StoredGrant>> GrantAsync(ShardKey shard, IReadOnlyList<ItemGrant> grants)
    {
        IReadOnlyList<StoredGrant> answers = await inner.GrantAsync(shard, grants);
        HashEntry[] granted = [.. grants.Zip(answers).Where(grant => grant.Second.State == GrantState.Granted)
            .Select(grant => new HashEntry(grant.First.Item.Position, grant.First.Item.Epoch))];
        if (granted.Length > 0)
            await redis.GetDatabase().HashSetAsync(Key(shard), granted);
        return answers;
    }

    public async Task<ShardVerdicts> WriteAsync(ShardKey shard, ShardWrite write)
    {
        Dictionary<int, long> last = (await redis.GetDatabase().HashGetAllAsync(Key(shard)))
            .ToDictionary(entry => (int)entry.Name, entry => (long)entry.Value);
        return await inner.WriteAsync(shard, new ShardWrite(
            [.. write.Checkpoints.Select(checkpoint => checkpoint with { Item = Holder(checkpoint.Item) })],
            [.. write.Results.Select(result => result with { Item = Holder(result.Item) })],
            write.GivenBack));

        ItemEpoch Holder(ItemEpoch item) => item with { Epoch = last.GetValueOrDefault(item.Position, item.Epoch) };
    }

    public Task<ShardOutcome> LoadAsync(ShardKey shard, int items) => inner.LoadAsync(shard, items);

    public Task<bool> SetDeliveryAsync(ShardKey shard, int position, DeliveryReceipt receipt) =>
        inner.SetDeliveryAsync(shard, position, receipt);

    public Task SetCancelledAsync(ShardKey shard) => inner.SetCancelledAsync(shard);

    public Task ClearErrorsAsync(ShardKey shard, IReadOnlyList<int> positions) => inner.ClearErrorsAsync(shard, positions);

    public Task<GeneratedImage?> GetImageAsync(ShardKey shard, int position) => inner.GetImageAsync(shard, position);

    public Task<byte[]> GetCheckpointAsync(ShardKey shard, int position) => inner.GetCheckpointAsync(shard, position);

    public Task DeleteAsync(ShardKey shard) => inner.DeleteAsync(shard);

    public Task<ChatAnswer?> GetAnswerAsync(ShardKey shard, int position) => inner.GetAnswerAsync(shard, position);

    private static RedisKey Key(ShardKey shard) => $"bench:epochs:{shard}";
}
