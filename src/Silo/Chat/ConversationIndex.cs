using StackExchange.Redis;

namespace JanusCluster.Silo.Chat;

/// <summary>Durable index of the conversations that exist: all by the time of their last use, and those of each tenant.</summary>
/// <remarks>
/// A conversation is added before it is first stored, and removed after its state is, so that none can exist without
/// being here; one that is here and does not exist goes when its time is up.
/// </remarks>
internal sealed class ConversationIndex(IConnectionMultiplexer redis)
{
    private static readonly RedisKey AllKey = "janus:conversations";

    /// <summary>Adds a conversation, or moves the time of its last use.</summary>
    public async Task AddAsync(ConversationKey conversation, DateTimeOffset usedAt)
    {
        IDatabase db = redis.GetDatabase();
        // In this order: what is cut off in between is found by expiry, and counts for its tenant from the next use on.
        await db.SortedSetAddAsync(AllKey, conversation.ToString(), usedAt.ToUnixTimeMilliseconds());
        await db.SetAddAsync(TenantKey(conversation.Tenant), conversation.Conversation);
    }

    public Task<bool> ContainsAsync(ConversationKey conversation) =>
        redis.GetDatabase().SetContainsAsync(TenantKey(conversation.Tenant), conversation.Conversation);

    /// <summary>How many conversations a tenant has.</summary>
    public async Task<int> CountAsync(string tenant) => (int)await redis.GetDatabase().SetLengthAsync(TenantKey(tenant));

    /// <summary>Conversations that were last used before <paramref name="cutoff"/>, the longest idle first.</summary>
    public async Task<IReadOnlyList<ConversationKey>> ListIdleAsync(DateTimeOffset cutoff, int count)
    {
        RedisValue[] idle = await redis.GetDatabase().SortedSetRangeByScoreAsync(
            AllKey, stop: cutoff.ToUnixTimeMilliseconds(), exclude: Exclude.Stop, take: count);
        return [.. idle.Select(conversation => ConversationKey.Parse(conversation.ToString()))];
    }

    public async Task RemoveAsync(ConversationKey conversation)
    {
        IDatabase db = redis.GetDatabase();
        await db.SetRemoveAsync(TenantKey(conversation.Tenant), conversation.Conversation);
        await db.SortedSetRemoveAsync(AllKey, conversation.ToString());
    }

    private static RedisKey TenantKey(string tenant) => $"janus:conversations:{{{tenant}}}";
}
