using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Contracts.Tenants;

/// <summary>What belongs to a tenant: its weight, limits, usage, and the index of its jobs. Key: the tenant's name.</summary>
[Alias(Aliases.TenantGrain)]
public interface ITenantGrain : IGrainWithStringKey
{
    /// <summary>The tenant's jobs, newest first.</summary>
    /// <param name="transient">Those that are transient instead of those that are not.</param>
    [Alias("ListJobs")]
    Task<IReadOnlyList<JobStatus>> ListJobsAsync(int offset, int count, bool transient = false);

    /// <summary>The tenant's conversations, the one last used first; without transient ones.</summary>
    [Alias("ListConversations")]
    Task<IReadOnlyList<ConversationSummary>> ListConversationsAsync(int offset, int count);

    [Alias("GetPolicy")]
    Task<TenantPolicy> GetPolicyAsync();

    /// <summary>Durable when it returns; schedulers follow within seconds.</summary>
    /// <exception cref="JanusException">A number is out of range.</exception>
    [Alias("SetPolicy")]
    Task SetPolicyAsync(TenantPolicy policy);

    [Alias("GetUsage")]
    Task<TenantUsage> GetUsageAsync();

    /// <summary>Called by a job before it accepts its items. Repeating it for the same job changes nothing.</summary>
    /// <exception cref="JanusException"><see cref="ErrorCode.LimitExceeded"/>.</exception>
    [Alias("ReserveItems")]
    Task ReserveItemsAsync(string job, int items);

    /// <summary>Called by a job: so many of its items are not finished yet; 0 when it is final.</summary>
    [Alias("ReportOpenItems")]
    Task ReportOpenItemsAsync(string job, int items);

    /// <summary>Called by a conversation before its first turn. Repeating it changes nothing.</summary>
    /// <exception cref="JanusException"><see cref="ErrorCode.LimitExceeded"/>.</exception>
    [Alias("OpenConversation")]
    Task OpenConversationAsync(string conversation);

    /// <summary>Makes a key of the tenant. It is durable when this returns, which is the only time that its secret is told.</summary>
    /// <exception cref="JanusException">A setting is wrong, or <see cref="ErrorCode.LimitExceeded"/>.</exception>
    [Alias("CreateKey")]
    Task<NewApiKey> CreateKeyAsync(ApiKeySettings settings);

    /// <summary>The tenant's keys, newest first; revoked and expired ones stay for a time.</summary>
    [Alias("ListKeys")]
    Task<IReadOnlyList<ApiKey>> ListKeysAsync();

    /// <summary>From now on the key opens nothing. Revoking twice is the same as once.</summary>
    /// <exception cref="JanusException"><see cref="ErrorCode.NotFound"/>: the tenant has no such key.</exception>
    [Alias("RevokeKey")]
    Task<ApiKey> RevokeKeyAsync(string key);
}

/// <summary>A tenant's share and limits.</summary>
/// <param name="Weight">Its share of the places while others want them too, relative to theirs. Default: 1.</param>
/// <param name="MaxConcurrentImages">Items of its jobs that run at a time. Default: no limit.</param>
/// <param name="MaxQueuedItems">Unfinished items of all its jobs. Default: no limit.</param>
/// <param name="MaxConversations">Conversations that are kept. Default: no limit.</param>
/// <param name="RequestsPerMinute">Requests that the fronts take; each front counts for itself. Default: no limit.</param>
/// <param name="MaxStoredBytes">Bytes of all files that are kept. Default: no limit.</param>
[GenerateSerializer, Immutable, Alias(Aliases.TenantPolicy)]
public sealed record TenantPolicy(
    [property: Id(0)] double Weight = 1,
    [property: Id(1)] int? MaxConcurrentImages = null,
    [property: Id(2)] int? MaxQueuedItems = null,
    [property: Id(3)] int? MaxConversations = null,
    [property: Id(4)] int? RequestsPerMinute = null,
    [property: Id(5)] long? MaxStoredBytes = null);

/// <summary>What a tenant has used since it exists; each result counts once.</summary>
/// <param name="StoredBytes">Bytes of the files that it keeps now.</param>
[GenerateSerializer, Immutable, Alias(Aliases.TenantUsage)]
public sealed record TenantUsage(
    [property: Id(0)] long Images,
    [property: Id(1)] long ImageCodes,
    [property: Id(2)] long Answers,
    [property: Id(3)] long PromptTokens,
    [property: Id(4)] long CompletionTokens,
    [property: Id(5)] long StoredBytes = 0);
