using JanusCluster.Hosting.Telemetry;

namespace JanusCluster.Silo.Telemetry;

/// <summary>
/// All metrics of a silo. Labels: model (its id), class (chat, interactive, bulk), code (of an error); nothing that grows
/// with tenants, jobs or requests.
/// </summary>
public static class SiloMetricNames
{
    public static readonly MetricName Ready = new(
        "janus.silo.ready", MetricKind.Gauge, "1 while the silo can do its work: model loaded, Redis connected, not draining.");

    public static readonly MetricName Running = new(
        "janus.requests.running", MetricKind.Gauge, "Images and answers that this silo works on, by class.");

    public static readonly MetricName Waiting = new(
        "janus.requests.waiting", MetricKind.Gauge, "Images and answers that no silo works on yet, by class; told by the silo that has the scheduler.");

    public static readonly MetricName QueueCodes = new(
        "janus.queue.codes", MetricKind.Gauge, "Codes and tokens that the waiting work costs, by class; told by the silo that has the scheduler.");

    public static readonly MetricName Backlog = new(
        "janus.backlog", MetricKind.Gauge, "What is left to do for a model, in seconds of one silo: codes and pictures that are not rendered; told by the silo that has the scheduler.", "s");

    public static readonly MetricName SilosWanted = new(
        "janus.silos.wanted", MetricKind.Gauge, "Silos that a model wants: what an autoscaler should follow; told by the silo that has the scheduler.");

    public static readonly MetricName FirstToken = new(
        "janus.time_to_first_token", MetricKind.Histogram, "From a question to the first token of its answer that can be read, waiting included.", "s");

    public static readonly MetricName InterToken = new(
        "janus.inter_token", MetricKind.Histogram, "Between two tokens of an answer, where the engine's silo sends them off.", "s");

    public static readonly MetricName ItemTime = new(
        "janus.item", MetricKind.Histogram, "From an item's lease to its result, by class, without the time that it waited.", "s");

    public static readonly MetricName Images = new(
        "janus.images.completed", MetricKind.Counter, "Images whose codes are finished and durable.");

    public static readonly MetricName ImageCodes = new("janus.image.codes", MetricKind.Counter, "Codes of images drawn.");

    public static readonly MetricName ChatTokens = new("janus.chat.tokens", MetricKind.Counter, "Tokens of answers drawn.");

    public static readonly MetricName KvUsage = new(
        "janus.kv_usage_ratio", MetricKind.Gauge, "Share of the KV memory that running work needs; stored prefixes that could go are not counted.");

    public static readonly MetricName PrefixHits = new(
        "janus.prefix_cache.hits", MetricKind.Counter, "Prompt tokens that needed no prefill, since their prefix was stored.");

    public static readonly MetricName PrefixQueries = new(
        "janus.prefix_cache.queries", MetricKind.Counter, "Prompt tokens that were looked up in the prefix cache.");

    public static readonly MetricName Steps = new("janus.engine.steps", MetricKind.Counter, "Steps of the engine.");

    public static readonly MetricName StepTime = new("janus.engine.step", MetricKind.Histogram, "Time of one step of the engine.", "s");

    public static readonly MetricName Rows = new("janus.batch.rows", MetricKind.Gauge, "Rows of the engine's batch in use.");

    public static readonly MetricName Preemptions = new(
        "janus.preemptions", MetricKind.Counter, "Images that had to give their place in the engine to chat.");

    public static readonly MetricName LeasesExpired = new(
        "janus.leases.expired", MetricKind.Counter, "Leases that ran out without renewal.");

    public static readonly MetricName ItemsFailed = new("janus.items.failed", MetricKind.Counter, "Items that ended with an error, by its code.");

    public static readonly MetricName DeliveryBacklog = new(
        "janus.delivery.backlog", MetricKind.Gauge, "Finished pictures that are not in blob storage yet; told by the silo that has the delivery queue.");

    public static IReadOnlyList<MetricName> All { get; } =
    [
        Ready, Running, Waiting, QueueCodes, Backlog, SilosWanted, FirstToken, InterToken, ItemTime, Images, ImageCodes, ChatTokens, KvUsage, PrefixHits,
        PrefixQueries, Steps, StepTime, Rows, Preemptions, LeasesExpired, ItemsFailed, DeliveryBacklog,
    ];
}
