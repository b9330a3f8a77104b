namespace JanusCluster.Contracts.Webhooks;

/// <summary>One webhook of one tenant: <c>tenant/webhook</c>.</summary>
public readonly record struct WebhookKey(string Tenant, string Webhook)
{
    /// <summary>A key that no webhook has. Ids sort by the time at which they were drawn.</summary>
    public static WebhookKey Draw(string tenant, DateTimeOffset now) => new(tenant, $"wh_{Guid.CreateVersion7(now):N}");

    /// <exception cref="JanusException">It is no such key.</exception>
    public static WebhookKey Parse(string key)
    {
        string[] parts = key.Split('/');
        return parts.Length == 2
            ? new(Identifier.Validate("tenant", parts[0]), Identifier.Validate("webhook", parts[1]))
            : throw JanusException.Invalid("webhook", $"'{key}' is not a webhook key (tenant/webhook).");
    }

    public override string ToString() => $"{Tenant}/{Webhook}";
}
