using JanusCluster.Contracts.Files;
using StackExchange.Redis;

namespace JanusCluster.Silo.Files;

/// <summary>Bytes that the files of each tenant take, and what is kept free for those that are being uploaded.</summary>
internal sealed class StoredBytes(IConnectionMultiplexer redis)
{
    private const string Total = ":total"; // no file has such an id

    /// <summary>Arguments: field of the file, its bytes, the limit or -1. Answers -1 when done, or else what the others take.</summary>
    private const string ReserveScript = """
        local old = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '0')
        local others = tonumber(redis.call('HGET', KEYS[1], ':total') or '0') - old
        local new, most = tonumber(ARGV[2]), tonumber(ARGV[3])
        if most >= 0 and new > old and others + new > most then return string.format('%.0f', others) end
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[2], ':total', string.format('%.0f', others + new))
        return '-1'
        """;

    private const string ReleaseScript = """
        local old = redis.call('HGET', KEYS[1], ARGV[1])
        if not old then return 0 end
        redis.call('HDEL', KEYS[1], ARGV[1])
        redis.call('HSET', KEYS[1], ':total',
          string.format('%.0f', tonumber(redis.call('HGET', KEYS[1], ':total') or '0') - tonumber(old)))
        return 1
        """;

    /// <summary>Sets what a file takes, in one step with the look at the limit. Repeating it changes nothing.</summary>
    /// <returns>Null when it is done; else the bytes of the tenant's other files, which leave no room for it.</returns>
    public async Task<long?> ReserveAsync(FileKey file, long bytes, long? most)
    {
        RedisResult answer = await redis.GetDatabase().ScriptEvaluateAsync(
            ReserveScript, [Key(file.Tenant)], [file.File, bytes, most ?? -1]);
        return long.Parse(answer.ToString()) is >= 0 and var others ? others : null;
    }

    /// <summary>The file takes nothing any more. Repeating it changes nothing.</summary>
    public Task ReleaseAsync(FileKey file) => redis.GetDatabase().ScriptEvaluateAsync(ReleaseScript, [Key(file.Tenant)], [file.File]);

    /// <summary>What all files of a tenant take.</summary>
    public async Task<long> ReadAsync(string tenant) => (long)await redis.GetDatabase().HashGetAsync(Key(tenant), Total);

    private static RedisKey Key(string tenant) => $"janus:stored-bytes:{{{tenant}}}";
}
