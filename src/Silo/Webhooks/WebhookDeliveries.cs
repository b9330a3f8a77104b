using JanusCluster.Contracts.Webhooks;
using StackExchange.Redis;

namespace JanusCluster.Silo.Webhooks;

/// <summary>
/// What waits for each webhook, durably in Redis: a webhook that is away for a day costs one entry an event, and no other
/// webhook of its tenant minds.
/// </summary>
internal sealed class WebhookDeliveries(IConnectionMultiplexer redis)
{
    /// <summary>How long an event is remembered, and not taken twice.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(7);

    private const string TooMany = "Too many events wait already; this one is not delivered.";
    private static readonly RedisKey Index = "janus:due-webhooks";

    /// <summary>Adds an event, unless it has been added before.</summary>
    public Task AddAsync(WebhookKey webhook, WebhookEvent happened, DateTimeOffset now) => RunAsync(
        WebhookScripts.Add, webhook, happened.Id, $"{happened.Type}|{happened.Subject}|{Text(happened.At)}", Text(now),
        WebhookRules.MaxWaiting, Text(now - Memory), (long)Memory.TotalMilliseconds, -1 - WebhookRules.MaxWaiting, TooMany);

    /// <summary>Hands out deliveries whose time has come; they come again when <paramref name="until"/> is over.</summary>
    public async Task<IReadOnlyList<WebhookDelivery>> TakeAsync(WebhookKey webhook, DateTimeOffset now, DateTimeOffset until, int count)
    {
        var values = (RedisValue[])(await RunAsync(WebhookScripts.Take, webhook, Text(now), Text(until), count))!;
        return [.. values.Chunk(4).Select(value => new WebhookDelivery(Read(value[0]!, value[1]!), (long)value[2], (int)value[3] + 1))];
    }

    /// <param name="next">When it is tried again; null when it is not.</param>
    /// <returns>False when the lease is void, and nothing has changed.</returns>
    public async Task<bool> ReportAsync(WebhookKey webhook, WebhookOutcome outcome, DateTimeOffset? next, DateTimeOffset now) =>
        (int)await RunAsync(WebhookScripts.Report, webhook, outcome.Delivery.Event.Id, outcome.Delivery.Epoch, Text(now),
            next is { } time ? Text(time) : "", outcome.Error ?? "") == 1;

    public async Task<WebhookTally> CountAsync(WebhookKey webhook)
    {
        IDatabase db = redis.GetDatabase();
        Task<long> waiting = db.SortedSetLengthAsync(Key(webhook, "due"));
        RedisValue[] values = await db.HashGetAsync(Key(webhook, "tally"), ["delivered", "failed", "delivered_at", "error", "error_at"]);
        return new WebhookTally(await waiting, (long)values[0], (long)values[1], Time(values[2]), values[3], Time(values[4]));
    }

    /// <summary>Forgets all of a webhook. Repeating it changes nothing.</summary>
    public async Task RemoveAsync(WebhookKey webhook)
    {
        IDatabase db = redis.GetDatabase();
        await db.KeyDeleteAsync([.. Keys(webhook).Where(key => key != Index)]);
        // Last: while it is here, somebody comes who removes the rest.
        await db.SortedSetRemoveAsync(Index, webhook.ToString());
    }

    /// <summary>Webhooks of all tenants that have something to deliver, those that have waited longest first.</summary>
    public async Task<IReadOnlyList<WebhookKey>> ListDueAsync(DateTimeOffset now, int count) =>
        [.. (await redis.GetDatabase().SortedSetRangeByScoreAsync(Index, stop: now.ToUnixTimeMilliseconds(), take: count))
            .Select(webhook => WebhookKey.Parse(webhook.ToString()))];

    private Task<RedisResult> RunAsync(string script, WebhookKey webhook, params RedisValue[] arguments) =>
        redis.GetDatabase().ScriptEvaluateAsync(script, Keys(webhook), [webhook.ToString(), .. arguments]);

    private static WebhookEvent Read(string id, string content)
    {
        string[] parts = content.Split('|');
        return new WebhookEvent(id, parts[0], parts[1], DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[2])));
    }

    private static RedisKey[] Keys(WebhookKey webhook) =>
        [Key(webhook, "due"), Index, Key(webhook, "events"), Key(webhook, "tally"), Key(webhook, "told")];

    private static RedisKey Key(WebhookKey webhook, string part) => $"janus:webhook:{{{webhook}}}:{part}";

    private static string Text(DateTimeOffset time) => $"{time.ToUnixTimeMilliseconds()}";

    private static DateTimeOffset? Time(RedisValue value) => value.IsNull ? null : DateTimeOffset.FromUnixTimeMilliseconds((long)value);
}
