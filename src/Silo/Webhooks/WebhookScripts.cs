namespace JanusCluster.Silo.Webhooks;

/// <summary>
/// What Redis does with the events of a webhook, each script in one indivisible step. Keys: events by when they are due, due
/// webhooks of all tenants, a hash of the events, a hash of counts, events that were told. The first argument is the
/// webhook's key. The hash has of each event <c>ID</c> its content, <c>ID:epoch</c> and <c>ID:failed</c> (attempts).
/// </summary>
internal static class WebhookScripts
{
    /// <summary>A webhook is in the index exactly while something waits for it.</summary>
    private const string Index = """
        local due, index, events, tally, told, webhook = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], ARGV[1]
        local function reindex()
          local first = redis.call('ZRANGE', due, 0, 0)
          if first[1] then
            redis.call('ZADD', index, redis.call('ZSCORE', due, first[1]), webhook)
          else
            redis.call('ZREM', index, webhook)
          end
        end

        """;

    /// <summary>
    /// Arguments: event, content, now, most that may wait, the time from when on events are remembered, how long, the rank up to
    /// which too many are, the error when too many wait. Answers 1 when the event is new and waits.
    /// </summary>
    public const string Add = Index + """
        local id, now = ARGV[2], ARGV[4]
        if redis.call('ZSCORE', told, id) then return 0 end
        redis.call('ZADD', told, now, id)
        redis.call('ZREMRANGEBYSCORE', told, '-inf', ARGV[6])
        redis.call('ZREMRANGEBYRANK', told, 0, ARGV[8])
        redis.call('PEXPIRE', told, ARGV[7])
        if redis.call('ZCARD', due) >= tonumber(ARGV[5]) then
          redis.call('HINCRBY', tally, 'failed', 1)
          redis.call('HSET', tally, 'error', ARGV[9], 'error_at', now)
          return 0
        end
        redis.call('HSET', events, id, ARGV[3])
        redis.call('ZADD', due, now, id)
        reindex()
        return 1
        """;

    /// <summary>Arguments: now, end of the leases, count. Answers event, content, epoch and failed attempts for each.</summary>
    public const string Take = Index + """
        local out = {}
        for _, id in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', ARGV[2], 'LIMIT', 0, ARGV[4])) do
          local content = redis.call('HGET', events, id)
          if content then
            redis.call('ZADD', due, ARGV[3], id)
            out[#out + 1] = id
            out[#out + 1] = content
            out[#out + 1] = redis.call('HINCRBY', events, id .. ':epoch', 1)
            out[#out + 1] = redis.call('HGET', events, id .. ':failed') or '0'
          else
            redis.call('ZREM', due, id)
          end
        end
        reindex()
        return out
        """;

    /// <summary>
    /// Arguments: event, epoch, now, the next attempt or nothing, what went wrong or nothing. Answers 0 when the lease is void.
    /// An event that goes on has another epoch at once, so that the same report again is void.
    /// </summary>
    public const string Report = Index + """
        local id, now, next, failure = ARGV[2], ARGV[4], ARGV[5], ARGV[6]
        if redis.call('HGET', events, id .. ':epoch') ~= ARGV[3] then return 0 end
        if failure == '' then
          redis.call('HINCRBY', tally, 'delivered', 1)
          redis.call('HSET', tally, 'delivered_at', now)
        else
          redis.call('HSET', tally, 'error', failure, 'error_at', now)
        end
        if next ~= '' then
          redis.call('HINCRBY', events, id .. ':failed', 1)
          redis.call('HINCRBY', events, id .. ':epoch', 1)
          redis.call('ZADD', due, next, id)
        else
          if failure ~= '' then redis.call('HINCRBY', tally, 'failed', 1) end
          redis.call('HDEL', events, id, id .. ':epoch', id .. ':failed')
          redis.call('ZREM', due, id)
        end
        reindex()
        return 1
        """;
}
