using Orleans.Concurrency;

namespace JanusCluster.Contracts.Webhooks;

/// <summary>
/// The webhooks of a tenant, and the events that wait for them. Key: the tenant's name. Fronts make the deliveries: any of them
/// may die at any moment, and another one makes the delivery again. So an event may arrive twice, always under the same id.
/// </summary>
[Alias(Aliases.WebhooksGrain)]
public interface IWebhooksGrain : IGrainWithStringKey
{
    /// <summary>Makes a webhook. It is durable when this returns, which is the only time that its secret is told.</summary>
    /// <exception cref="JanusException">A setting is wrong, or <see cref="ErrorCode.LimitExceeded"/>.</exception>
    [Alias("Create")]
    Task<NewWebhook> CreateAsync(WebhookSettings settings);

    /// <summary>Oldest first.</summary>
    [Alias("List")]
    Task<IReadOnlyList<Webhook>> ListAsync();

    /// <exception cref="JanusException"><see cref="ErrorCode.NotFound"/>.</exception>
    [Alias("Get")]
    Task<Webhook> GetAsync(string webhook);

    /// <exception cref="JanusException"><see cref="ErrorCode.NotFound"/>.</exception>
    [Alias("GetTarget")]
    Task<WebhookTarget> GetTargetAsync(string webhook);

    /// <summary>Forgets a webhook with all that waits for it. What is being delivered just now may still arrive.</summary>
    /// <exception cref="JanusException"><see cref="ErrorCode.NotFound"/>.</exception>
    [Alias("Delete")]
    Task DeleteAsync(string webhook);

    /// <summary>
    /// Called by a job or batch when it has ended, until it succeeds: from then on the event is delivered to all webhooks that
    /// want it. The same event again, within days, changes nothing.
    /// </summary>
    [AlwaysInterleave, Alias("Notify")]
    Task NotifyAsync(WebhookEvent happened);

    /// <summary>Up to <paramref name="count"/> deliveries of a webhook whose time has come; null where there are none.</summary>
    /// <param name="count">1 to 100.</param>
    [Alias("Take")]
    Task<WebhookWork?> TakeAsync(string webhook, int count);

    /// <summary>Ends an attempt: what is not delivered is handed out again later, or given up. An outcome whose lease is void is no matter.</summary>
    [AlwaysInterleave, Alias("Report")]
    Task ReportAsync(string webhook, WebhookOutcome outcome);
}

/// <summary>The webhooks of all tenants that something waits for. Key: <c>all</c>.</summary>
[Alias(Aliases.DueWebhooksGrain)]
public interface IDueWebhooksGrain : IGrainWithStringKey
{
    public const string Key = "all";

    /// <summary>Keys of webhooks that have something to deliver now, those that have waited longest first.</summary>
    [AlwaysInterleave, Alias("List")]
    Task<IReadOnlyList<string>> ListAsync(int count);
}
