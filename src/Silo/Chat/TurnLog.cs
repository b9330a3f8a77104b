using JanusCluster.Contracts.Models;
using JanusCluster.Silo.Tenants;
using Orleans.Serialization;
using StackExchange.Redis;

namespace JanusCluster.Silo.Chat;

/// <summary>
/// The answers that are being written, as far as they are durable: one Redis list a turn, of pieces in order. A log is
/// begun once and deleted once; nothing brings it back, so that a second activation of the grain that wakes late
/// finds no place to write to.
/// </summary>
internal sealed class TurnLog(IConnectionMultiplexer redis, Serializer<ChatDelta> deltas)
{
    /// <summary>A log whose turn was never stored goes by itself.</summary>
    private static readonly TimeSpan UnusedLifetime = TimeSpan.FromHours(1);

    // The first entry only marks that the log exists. The last one is compared because a writer that heard no answer
    // asks again: what it wrote may be there.
    private const string Append =
        """
        local entries = redis.call('LLEN', KEYS[1])
        if entries == tonumber(ARGV[1]) then
          redis.call('RPUSH', KEYS[1], ARGV[2])
          if entries == 1 then redis.call('PERSIST', KEYS[1]) end
          return 1
        end
        if entries == tonumber(ARGV[1]) + 1 and redis.call('LINDEX', KEYS[1], -1) == ARGV[2] then return 1 end
        return 0
        """;

    private const string Count =
        $"""
        if redis.call('DEL', KEYS[1]) == 0 then return 0 end
        redis.call('HINCRBY', KEYS[2], '{TenantUsageKey.Answers}', 1)
        redis.call('HINCRBY', KEYS[2], '{TenantUsageKey.PromptTokens}', ARGV[1])
        redis.call('HINCRBY', KEYS[2], '{TenantUsageKey.CompletionTokens}', ARGV[2])
        return 1
        """;

    /// <summary>Begins a log, before its turn is stored.</summary>
    public async Task BeginAsync(TurnKey turn)
    {
        ITransaction both = redis.GetDatabase().CreateTransaction();
        _ = both.ListRightPushAsync(turn.Log, "");
        _ = both.KeyExpireAsync(turn.Log, UnusedLifetime);
        await both.ExecuteAsync();
    }

    /// <returns>Null when there is no such log: it was deleted.</returns>
    public async Task<IReadOnlyList<ChatDelta>?> ReadAsync(TurnKey turn)
    {
        RedisValue[] entries = await redis.GetDatabase().ListRangeAsync(turn.Log);
        return entries.Length == 0 ? null : [.. entries.Skip(1).Select(entry => deltas.Deserialize((byte[])entry!)!)];
    }

    /// <summary>Adds the piece behind the first <paramref name="position"/> ones. Repeating it changes nothing.</summary>
    /// <returns>False when another has written there, or the log is deleted.</returns>
    public async Task<bool> AppendAsync(TurnKey turn, int position, ChatDelta delta) =>
        (bool)await redis.GetDatabase().ScriptEvaluateAsync(Append, [turn.Log], [position + 1, deltas.SerializeToArray(delta)]);

    /// <summary>Deletes the log of an answer and adds it to its tenant's usage, both at once: repeating it changes nothing.</summary>
    public Task CountAsync(TurnKey turn, ChatFinish finish) => redis.GetDatabase().ScriptEvaluateAsync(
        Count, [turn.Log, turn.Usage], [finish.PromptTokens, finish.CompletionTokens]);

    public Task DeleteAsync(TurnKey turn) => redis.GetDatabase().KeyDeleteAsync(turn.Log);
}

/// <summary>One turn of a conversation, where Redis keeps it. The braces keep what belongs to a tenant together.</summary>
/// <param name="Name">As in <see cref="RunningTurn.Log"/>.</param>
internal readonly record struct TurnKey(ConversationKey Conversation, int Number, string Name)
{
    public RedisKey Log => $"janus:turn:{{{Conversation.Tenant}}}/{Conversation.Conversation}:{Number}:{Name}";

    public RedisKey Usage => TenantUsageKey.Of(Conversation.Tenant);
}
