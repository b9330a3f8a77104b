using JanusCluster.Contracts;
using JanusCluster.Contracts.Webhooks;

namespace JanusCluster.Client.Webhooks;

/// <summary>Body of <c>POST /v1/webhooks</c>.</summary>
/// <param name="Url">Where events are sent, at a host that the operator allows.</param>
/// <param name="Events">Default: all of them.</param>
internal sealed record WebhookRequestBody(string? Url = null, IReadOnlyList<string>? Events = null)
{
    /// <exception cref="JanusException">Names the field that is wrong.</exception>
    public WebhookSettings ToSettings()
    {
        var settings = new WebhookSettings(Url ?? throw JanusException.Invalid("url", "url is missing."), Events ?? WebhookEventTypes.All);
        WebhookRules.Validate(settings);
        return settings;
    }
}

/// <summary>A webhook as the API tells it.</summary>
/// <param name="Secret">What verifies its deliveries: told once, when it is made.</param>
/// <param name="Waiting">Events that are not delivered yet.</param>
/// <param name="Failed">Events that were given up.</param>
/// <param name="LastError">What went wrong last; it may have been made good since.</param>
internal sealed record WebhookObject(
    string Id,
    string Object,
    string Url,
    IReadOnlyList<string> Events,
    long CreatedAt,
    long Waiting,
    long Delivered,
    long Failed,
    long? LastDeliveredAt,
    string? LastError,
    long? LastErrorAt,
    string? Secret)
{
    public static WebhookObject Of(Webhook webhook, string? secret = null) => new(
        webhook.Id, "webhook", webhook.Settings.Url, webhook.Settings.Events, webhook.CreatedAt.ToUnixTimeSeconds(), webhook.Tally.Waiting,
        webhook.Tally.Delivered, webhook.Tally.Failed, webhook.Tally.LastDeliveredAt?.ToUnixTimeSeconds(), webhook.Tally.LastError,
        webhook.Tally.LastErrorAt?.ToUnixTimeSeconds(), secret);
}

internal sealed record WebhookList(string Object, IReadOnlyList<WebhookObject> Data);

/// <summary>What became of a test.</summary>
/// <param name="Status">What the host answered, where it did.</param>
/// <param name="Error">What went wrong; absent where the event was taken.</param>
internal sealed record WebhookTest(string Id, string Object, string Event, bool Delivered, int? Status, string? Error);

internal sealed record DeletedWebhook(string Id, string Object, bool Deleted);
