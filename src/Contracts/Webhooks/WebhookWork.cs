namespace JanusCluster.Contracts.Webhooks;

/// <summary>Deliveries for a front to make, under leases that run out by themselves.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.WebhookWork)]
public sealed record WebhookWork([property: Id(0)] WebhookTarget Target, [property: Id(1)] IReadOnlyList<WebhookDelivery> Deliveries);

/// <summary>One event on its way to one webhook.</summary>
/// <param name="Epoch">Of its lease.</param>
/// <param name="Attempt">Which one this is, from 1.</param>
[GenerateSerializer, Immutable, Alias(Aliases.WebhookDelivery)]
public sealed record WebhookDelivery([property: Id(0)] WebhookEvent Event, [property: Id(1)] long Epoch, [property: Id(2)] int Attempt);

/// <summary>How an attempt ended.</summary>
/// <param name="Error">What went wrong; null where it is delivered.</param>
[GenerateSerializer, Immutable, Alias(Aliases.WebhookOutcome)]
public sealed record WebhookOutcome([property: Id(0)] WebhookDelivery Delivery, [property: Id(1)] string? Error);
