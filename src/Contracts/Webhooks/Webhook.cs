namespace JanusCluster.Contracts.Webhooks;

/// <summary>What a new webhook is to be.</summary>
/// <param name="Url">Where events are sent.</param>
/// <param name="Events">Of <see cref="WebhookEventTypes"/>.</param>
[GenerateSerializer, Immutable, Alias(Aliases.WebhookSettings)]
public sealed record WebhookSettings([property: Id(0)] string Url, [property: Id(1)] IReadOnlyList<string> Events);

/// <summary>A webhook as it may be shown: its secret is told once.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.Webhook)]
public sealed record Webhook(
    [property: Id(0)] string Id, [property: Id(1)] WebhookSettings Settings, [property: Id(2)] DateTimeOffset CreatedAt, [property: Id(3)] WebhookTally Tally);

/// <summary>What has become of a webhook's events.</summary>
/// <param name="Waiting">Events that are not delivered yet.</param>
/// <param name="Failed">Events that were given up.</param>
/// <param name="LastError">What went wrong last, and has perhaps been made good since; null where nothing did.</param>
[GenerateSerializer, Immutable, Alias(Aliases.WebhookTally)]
public sealed record WebhookTally(
    [property: Id(0)] long Waiting = 0,
    [property: Id(1)] long Delivered = 0,
    [property: Id(2)] long Failed = 0,
    [property: Id(3)] DateTimeOffset? LastDeliveredAt = null,
    [property: Id(4)] string? LastError = null,
    [property: Id(5)] DateTimeOffset? LastErrorAt = null);

/// <summary>A webhook that has just been made.</summary>
/// <param name="Secret">As <see cref="WebhookSecret"/> writes it.</param>
[GenerateSerializer, Immutable, Alias(Aliases.NewWebhook)]
public sealed record NewWebhook([property: Id(0)] Webhook Webhook, [property: Id(1)] string Secret)
{
    /// <summary>Without the secret, wherever it may be written.</summary>
    public override string ToString() => $"{nameof(NewWebhook)} {Webhook.Id}";
}

/// <summary>Where deliveries of a webhook go, and what signs them.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.WebhookTarget)]
public sealed record WebhookTarget([property: Id(0)] string Url, [property: Id(1)] string Secret)
{
    /// <summary>Without the secret, wherever it may be written.</summary>
    public override string ToString() => $"{nameof(WebhookTarget)} {Url}";
}
