using JanusCluster.Contracts.Chat;
using StackExchange.Redis;

namespace JanusCluster.Silo.Chat;

/// <summary>
/// Durable index of the conversations that exist: all by the time of their last use, and those of each tenant. Transient
/// ones are in an index of their own, and in no tenant's.
/// </summary>
/// <remarks>
/// A conversation is added before it is first stored, and removed after its state is, so that none can exist without
/// being here; one that is here and does not exist goes when its time is up.
/// </remarks>
internal sealed class ConversationIndex(IConnectionMultiplexer redis)
{
    private static readonly RedisKey AllKey = "janus:conversations", TransientKey = "janus:transient-conversations";

    /// <summary>Adds a conversation, or moves the time of its last use.</summary>
    public async Task AddAsync(ConversationKey conversation, DateTimeOffset usedAt, bool isTransient = false)
    {
        IDatabase db = redis.GetDatabase();
        long at = usedAt.ToUnixTimeMilliseconds();
        if (isTransient)
        {
            await db.SortedSetAddAsync(TransientKey, conversation.ToString(), at);
            return;
        }

        // In this order: what is cut off in between is found by expiry, and counts for its tenant from the next use on.
        await db.SortedSetAddAsync(AllKey, conversation.ToString(), at);
        await Task.WhenAll(
            db.SetAddAsync(TenantKey(conversation.Tenant), conversation.Conversation),
            db.SortedSetAddAsync(UsesKey(conversation.Tenant), conversation.Conversation, at));
    }

    public Task<bool> ContainsAsync(ConversationKey conversation) =>
        redis.GetDatabase().SetContainsAsync(TenantKey(conversation.Tenant), conversation.Conversation);

    /// <summary>How many conversations a tenant has.</summary>
    public async Task<int> CountAsync(string tenant) => (int)await redis.GetDatabase().SetLengthAsync(TenantKey(tenant));

    /// <summary>A tenant's conversations, the one last used first.</summary>
    public async Task<IReadOnlyList<ConversationSummary>> ListAsync(string tenant, int offset, int count)
    {
        SortedSetEntry[] entries = await redis.GetDatabase().SortedSetRangeByRankWithScoresAsync(
            UsesKey(tenant), offset, offset + count - 1, Order.Descending);
        return [.. entries.Select(entry => new ConversationSummary(
            entry.Element.ToString(), DateTimeOffset.FromUnixTimeMilliseconds((long)entry.Score)))];
    }

    /// <summary>Conversations that were last used before <paramref name="cutoff"/>, the longest idle first.</summary>
    public async Task<IReadOnlyList<ConversationKey>> ListIdleAsync(DateTimeOffset cutoff, int count, int skip = 0, bool isTransient = false)
    {
        RedisValue[] idle = await redis.GetDatabase().SortedSetRangeByScoreAsync(
            isTransient ? TransientKey : AllKey, stop: cutoff.ToUnixTimeMilliseconds(), exclude: Exclude.Stop, skip: skip, take: count);
        return [.. idle.Select(conversation => ConversationKey.Parse(conversation.ToString()))];
    }

    public async Task RemoveAsync(ConversationKey conversation)
    {
        IDatabase db = redis.GetDatabase();
        await Task.WhenAll(
            db.SetRemoveAsync(TenantKey(conversation.Tenant), conversation.Conversation),
            db.SortedSetRemoveAsync(UsesKey(conversation.Tenant), conversation.Conversation));
        await Task.WhenAll(
            db.SortedSetRemoveAsync(AllKey, conversation.ToString()), db.SortedSetRemoveAsync(TransientKey, conversation.ToString()));
    }

    private static RedisKey TenantKey(string tenant) => $"janus:conversations:{{{tenant}}}";

    private static RedisKey UsesKey(string tenant) => $"janus:conversation-uses:{{{tenant}}}";
}
