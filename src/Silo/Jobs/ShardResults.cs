using JanusCluster.Contracts.Delivery;
using JanusCluster.Contracts.Jobs;
using Orleans.Serialization;
using StackExchange.Redis;

namespace JanusCluster.Silo.Jobs;

/// <summary>
/// What has become of a shard's items: one Redis hash a shard. Every field is set once and never changed, so a
/// repeated or late write does no harm.
/// </summary>
/// <remarks>
/// Fields: <c>r:N</c> codes of item N, <c>e:N</c> its error, <c>d:N</c> its delivery, <c>cancelled</c>. Results are kept
/// out of grain state so that finishing one image writes one image.
/// </remarks>
internal sealed class ShardResults(
    IConnectionMultiplexer redis,
    Serializer<GeneratedImage> images,
    Serializer<ItemError> errors,
    Serializer<DeliveryReceipt> receipts)
{
    private const string CancelledField = "cancelled";

    /// <summary>Everything known of a shard.</summary>
    public async Task<ShardOutcome> LoadAsync(ShardKey shard, int items)
    {
        var outcome = new ShardOutcome(items);
        foreach (HashEntry entry in await redis.GetDatabase().HashGetAllAsync(Key(shard)))
        {
            string field = entry.Name.ToString();
            byte[] value = (byte[])entry.Value!;
            if (field == CancelledField)
                outcome.Cancelled = true;
            else if (int.TryParse(field.AsSpan(2), out int position) && position < items)
                Set(outcome, field[0], position, value);
        }

        return outcome;
    }

    public Task<bool> SetImageAsync(ShardKey shard, int position, GeneratedImage image) =>
        SetOnceAsync(shard, $"r:{position}", images.SerializeToArray(image));

    public Task<bool> SetErrorAsync(ShardKey shard, int position, ItemError error) =>
        SetOnceAsync(shard, $"e:{position}", errors.SerializeToArray(error));

    public Task<bool> SetDeliveryAsync(ShardKey shard, int position, DeliveryReceipt receipt) =>
        SetOnceAsync(shard, $"d:{position}", receipts.SerializeToArray(receipt));

    public Task<bool> SetCancelledAsync(ShardKey shard) => SetOnceAsync(shard, CancelledField, [1]);

    /// <summary>An image's codes, read when they are needed: they are too large to keep for every item.</summary>
    public async Task<GeneratedImage?> GetImageAsync(ShardKey shard, int position) =>
        (byte[]?)await redis.GetDatabase().HashGetAsync(Key(shard), $"r:{position}") is { } value
            ? images.Deserialize(value)
            : null;

    private Task<bool> SetOnceAsync(ShardKey shard, string field, byte[] value) =>
        redis.GetDatabase().HashSetAsync(Key(shard), field, value, When.NotExists);

    private void Set(ShardOutcome outcome, char kind, int position, byte[] value)
    {
        switch (kind)
        {
            case 'r':
                GeneratedImage image = images.Deserialize(value)!;
                outcome.SetGenerated(position, image.Seconds, image.FinishedAt);
                break;
            case 'e':
                outcome.SetError(position, errors.Deserialize(value)!);
                break;
            case 'd':
                outcome.SetDelivered(position, receipts.Deserialize(value)!);
                break;
            default:
                break;
        }
    }

    private static RedisKey Key(ShardKey shard) => $"janus:results:{shard}";
}
