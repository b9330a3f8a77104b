using JanusCluster.Contracts.Webhooks;

namespace JanusCluster.Silo.Webhooks;

/// <summary>What is stored of a tenant's webhooks; what waits for them is in <see cref="WebhookDeliveries"/>.</summary>
[GenerateSerializer, Alias("janus.state.webhooks")]
internal sealed class WebhooksRecord
{
    [Id(0)]
    public List<StoredWebhook> Webhooks { get; set; } = [];
}

/// <param name="Secret">As it is: a signature cannot be made from a digest of it.</param>
[GenerateSerializer, Immutable, Alias("janus.state.stored-webhook")]
internal sealed record StoredWebhook(
    [property: Id(0)] string Id, [property: Id(1)] WebhookSettings Settings, [property: Id(2)] DateTimeOffset CreatedAt, [property: Id(3)] string Secret)
{
    public override string ToString() => $"{nameof(StoredWebhook)} {Id}";
}
