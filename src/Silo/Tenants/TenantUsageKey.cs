using StackExchange.Redis;

namespace JanusCluster.Silo.Tenants;

/// <summary>Key of a tenant's usage in Redis: a hash of counters that is written in the same step as what it counts.</summary>
internal static class TenantUsageKey
{
    public const string Images = "images", Codes = "codes", Answers = "answers", PromptTokens = "prompt_tokens", CompletionTokens = "completion_tokens";

    public static RedisKey Of(string tenant) => $"janus:usage:{{{tenant}}}";
}
