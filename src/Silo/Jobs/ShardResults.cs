using System.Globalization;
using JanusCluster.Contracts.Delivery;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Tenants;
using Orleans.Serialization;
using StackExchange.Redis;

namespace JanusCluster.Silo.Jobs;

/// <inheritdoc cref="IShardStore"/>
/// <remarks>
/// One Redis hash a shard, whose fields <see cref="ShardScripts"/> describes. Results are kept out of grain state, so that
/// finishing one image writes one image.
/// </remarks>
internal sealed class ShardResults(
    IConnectionMultiplexer redis, Serializer<ItemResult> results, Serializer<DeliveryReceipt> receipts, SiloSettings settings) : IShardStore
{
    /// <summary>Attempts without progress after which an item is given up; the last of them runs alone.</summary>
    private const int MostAttempts = 3;

    private const string CancelledField = "cancelled";

    private static readonly ItemError Poisoned = new(
        ErrorCode.Poison, $"{MostAttempts} times the item stopped its silo or made no progress, the last time alone. It is not tried again by itself.");

    private IDatabase Db => redis.GetDatabase();

    public async Task<ShardOutcome> LoadAsync(ShardKey shard, int items)
    {
        var outcome = new ShardOutcome(items);
        foreach (HashEntry entry in await Db.HashGetAllAsync(Key(shard)))
        {
            string field = entry.Name.ToString();
            if (field == CancelledField)
                outcome.Cancelled = true;
            else if (int.TryParse(field.AsSpan(2), NumberStyles.None, null, out int position) && position < items)
                Set(outcome, field[0], position, entry.Value);
        }

        return outcome;
    }

    public async Task<IReadOnlyList<StoredGrant>> GrantAsync(ShardKey shard, IReadOnlyList<ItemGrant> grants)
    {
        var arguments = new List<RedisValue>((5 * grants.Count) + 2) { MostAttempts, results.SerializeToArray(Poisoned) };
        foreach (ItemGrant grant in grants)
            arguments.AddRange([grant.Item.Position, Hex(grant.Item.Epoch), grant.Numerics, grant.Alone, grant.Restart]);
        var answer = (RedisResult[])(await Db.ScriptEvaluateAsync(ShardScripts.Grant, [Key(shard)], [.. arguments]))!;
        return [.. answer.Chunk(3).Select(one => ToGrant((string)one[0]!, (byte[])one[1]!, (string)one[2]!))];
    }

    public async Task<ShardVerdicts> WriteAsync(ShardKey shard, ShardWrite write)
    {
        var arguments = new List<RedisValue>();
        foreach (ItemCheckpoint kept in write.Checkpoints)
            arguments.AddRange(["c", kept.Item.Position, Hex(kept.Item.Epoch), kept.From, kept.Codes, kept.Numerics ?? "", ""]);
        foreach (FinishedItem finished in write.Results)
        {
            int from = (finished.Result as GeneratedImage)?.From ?? 0;
            string field = finished.Result is ItemError ? "e" : "r";
            arguments.AddRange(
                [field, finished.Item.Position, Hex(finished.Item.Epoch), from, results.SerializeToArray(finished.Result), "", Usage(finished.Result)]);
        }

        foreach (ItemEpoch back in write.GivenBack)
            arguments.AddRange(["b", back.Position, Hex(back.Epoch), 0, "", "", ""]);
        var answer = (RedisResult[])(await Db.ScriptEvaluateAsync(
            ShardScripts.Write, [Key(shard), TenantUsageKey.Of(shard.Tenant)], [.. arguments]))!;
        WriteVerdict[] verdicts = [.. answer.Select(one => (WriteVerdict)(int)one)];
        int checkpoints = write.Checkpoints.Count;
        return new ShardVerdicts(verdicts[..checkpoints], verdicts[checkpoints..(checkpoints + write.Results.Count)]);
    }

    public async Task<bool> SetDeliveryAsync(ShardKey shard, int position, DeliveryReceipt receipt)
    {
        byte[] withoutCodes = [];
        if (!settings.KeepCodes && await ReadAsync(shard, position) is GeneratedImage image)
            withoutCodes = results.SerializeToArray(image with { Codes = [], From = 0 });
        return (int)await Db.ScriptEvaluateAsync(
            ShardScripts.Deliver, [Key(shard)],
            [position, receipts.SerializeToArray(receipt), withoutCodes.Length > 0, withoutCodes]) == 1;
    }

    public Task SetCancelledAsync(ShardKey shard) => Db.HashSetAsync(Key(shard), CancelledField, 1, When.NotExists);

    public Task ClearErrorsAsync(ShardKey shard, IReadOnlyList<int> positions) =>
        Db.ScriptEvaluateAsync(ShardScripts.ClearErrors, [Key(shard)], [.. positions.Select(position => (RedisValue)position)]);

    public async Task<GeneratedImage?> GetImageAsync(ShardKey shard, int position)
    {
        if (await ReadAsync(shard, position) is not GeneratedImage image || image is { Codes.Length: 0, From: 0 })
            return null;
        byte[] codes = new byte[(2 * image.From) + image.Codes.Length];
        image.Codes.CopyTo(codes, 2 * image.From);
        for (int from = 0; from < image.From;)
        {
            byte[] piece = (byte[]?)await Db.HashGetAsync(Key(shard), $"c:{position}:{from}")
                ?? throw new InvalidDataException($"Codes {from} and on of item {position} of shard {shard} are gone.");
            piece.CopyTo(codes, 2 * from);
            from += piece.Length / 2;
        }

        return image with { Codes = codes, From = 0 };
    }

    public async Task<byte[]> GetCheckpointAsync(ShardKey shard, int position) =>
        (byte[]?)await Db.ScriptEvaluateAsync(ShardScripts.Checkpoint, [Key(shard)], [position]) ?? [];

    public Task DeleteAsync(ShardKey shard) => Db.KeyDeleteAsync(Key(shard));

    public async Task<ChatAnswer?> GetAnswerAsync(ShardKey shard, int position) =>
        await ReadAsync(shard, position) as ChatAnswer;

    private async Task<ItemResult?> ReadAsync(ShardKey shard, int position) =>
        (byte[]?)await Db.HashGetAsync(Key(shard), $"r:{position}") is { } value ? results.Deserialize(value) : null;

    private void Set(ShardOutcome outcome, char kind, int position, RedisValue value)
    {
        ItemOutcome item = outcome[position];
        switch (kind)
        {
            case 'r' or 'e':
                outcome.Set(position, results.Deserialize((byte[])value!)!);
                break;
            case 'd':
                item.Delivery = receipts.Deserialize((byte[])value!);
                break;
            case 'n':
                item.Numerics = value;
                break;
            case 'l':
                string[] parts = value.ToString().Split(':');
                (item.Attempts, item.Codes) = (int.Parse(parts[1]), int.Parse(parts[2]));
                break;
            default:
                break;
        }
    }

    private static StoredGrant ToGrant(string state, byte[] codes, string numerics) => state == "p"
        ? new StoredGrant(GrantState.Settled, [], null, Poisoned)
        : new StoredGrant((GrantState)(state[0] - '0'), codes, numerics.Length > 0 ? numerics : null);

    private static string Usage(ItemResult result) => result switch
    {
        GeneratedImage image => $"images=1,codes={image.From + (image.Codes.Length / 2)}",
        ChatAnswer answer => $"answers=1,prompt_tokens={answer.PromptTokens},completion_tokens={answer.CompletionTokens}",
        _ => "",
    };

    private static string Hex(long epoch) => epoch.ToString("x16");

    /// <summary>Braces have a Redis cluster keep what belongs to one tenant together, as scripts need it.</summary>
    private static RedisKey Key(ShardKey shard) => $"janus:results:{{{shard.Tenant}}}/{shard.Job}/{shard.Shard}";
}
