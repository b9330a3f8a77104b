using JanusCluster.Contracts;
using JanusCluster.Contracts.Webhooks;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Placement;

namespace JanusCluster.Silo.Webhooks;

/// <inheritdoc cref="IWebhooksGrain"/>
/// <remarks>It calls no other grain: jobs and batches may call it at any time.</remarks>
[ControlSiloFilter]
internal sealed class WebhooksGrain(
    [PersistentState("webhooks", StorageNames.Grains)] IPersistentState<WebhooksRecord> record, WebhookDeliveries deliveries, RecordClock clock)
    : Grain, IWebhooksGrain
{
    private const int MostAtATime = 100;

    private string Tenant => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Identifier.Validate("tenant", Tenant);
        return Task.CompletedTask;
    }

    public async Task<NewWebhook> CreateAsync(WebhookSettings settings)
    {
        WebhookRules.Validate(settings);
        if (record.State.Webhooks.Count >= WebhookRules.MaxWebhooks)
        {
            throw new JanusException(ErrorCode.LimitExceeded,
                $"Tenant {Tenant} has {record.State.Webhooks.Count} webhooks, as many as it may have. Delete one first.", "webhook");
        }

        DateTimeOffset now = clock.Now;
        var made = new StoredWebhook(WebhookKey.Draw(Tenant, now).Webhook, settings, now, WebhookSecret.Draw());
        await SaveAsync([.. record.State.Webhooks, made]);
        return new NewWebhook(new Webhook(made.Id, settings, now, new WebhookTally()), made.Secret);
    }

    public async Task<IReadOnlyList<Webhook>> ListAsync() => await Task.WhenAll(record.State.Webhooks.Select(DescribeAsync));

    public Task<Webhook> GetAsync(string webhook) => DescribeAsync(Require(webhook));

    public Task<WebhookTarget> GetTargetAsync(string webhook) => Task.FromResult(TargetOf(Require(webhook)));

    public async Task DeleteAsync(string webhook)
    {
        StoredWebhook known = Require(webhook);
        // In this order: what is left behind when this breaks off is removed when somebody asks for it.
        await SaveAsync([.. record.State.Webhooks.Where(one => one != known)]);
        await deliveries.RemoveAsync(new WebhookKey(Tenant, known.Id));
    }

    public Task NotifyAsync(WebhookEvent happened)
    {
        DateTimeOffset now = clock.Now;
        return Task.WhenAll(record.State.Webhooks.Where(webhook => webhook.Settings.Events.Contains(happened.Type))
            .Select(webhook => deliveries.AddAsync(new WebhookKey(Tenant, webhook.Id), happened, now)));
    }

    public async Task<WebhookWork?> TakeAsync(string webhook, int count)
    {
        if (Find(webhook) is null)
            await record.ReadStateAsync(); // another activation may have made it
        if (Find(webhook) is not { } known)
        {
            if (Identifier.IsValid(webhook))
                await deliveries.RemoveAsync(new WebhookKey(Tenant, webhook));
            return null;
        }

        DateTimeOffset now = clock.Now;
        IReadOnlyList<WebhookDelivery> due = await deliveries.TakeAsync(
            new WebhookKey(Tenant, known.Id), now, now + WebhookPlan.LeaseTime, Math.Clamp(count, 1, MostAtATime));
        return due.Count == 0 ? null : new WebhookWork(TargetOf(known), due);
    }

    public Task ReportAsync(string webhook, WebhookOutcome outcome)
    {
        DateTimeOffset now = clock.Now;
        if (outcome.Error is { Length: 0 or > WebhookRules.MaxErrorLength } error)
            outcome = outcome with { Error = error.Length == 0 ? "It failed." : error[..WebhookRules.MaxErrorLength] };
        DateTimeOffset? next = outcome.Error is null ? null : WebhookPlan.Next(outcome.Delivery.Attempt, now);
        return deliveries.ReportAsync(new WebhookKey(Tenant, Identifier.Validate("webhook", webhook)), outcome, next, now);
    }

    private StoredWebhook? Find(string webhook) => record.State.Webhooks.Find(one => one.Id == webhook);

    private StoredWebhook Require(string webhook) =>
        Find(webhook) ?? throw new JanusException(ErrorCode.NotFound, $"There is no webhook {webhook}.", "webhook");

    private async Task<Webhook> DescribeAsync(StoredWebhook webhook) =>
        new(webhook.Id, webhook.Settings, webhook.CreatedAt, await deliveries.CountAsync(new WebhookKey(Tenant, webhook.Id)));

    private static WebhookTarget TargetOf(StoredWebhook webhook) => new(webhook.Settings.Url, webhook.Secret);

    private async Task SaveAsync(List<StoredWebhook> webhooks)
    {
        try
        {
            // A new list: calls that run meanwhile go on with the one that they have begun with.
            record.State.Webhooks = webhooks;
            await record.WriteStateAsync();
        }
        catch
        {
            // What is remembered may differ from what is stored: the next call reads it again.
            DeactivateOnIdle();
            throw;
        }
    }
}

/// <inheritdoc cref="IDueWebhooksGrain"/>
[ControlSiloFilter]
internal sealed class DueWebhooksGrain(WebhookDeliveries deliveries, RecordClock clock) : Grain, IDueWebhooksGrain
{
    private const int MostPerPage = 100;

    public async Task<IReadOnlyList<string>> ListAsync(int count) =>
        [.. (await deliveries.ListDueAsync(clock.Now, Math.Clamp(count, 1, MostPerPage))).Select(webhook => webhook.ToString())];
}
