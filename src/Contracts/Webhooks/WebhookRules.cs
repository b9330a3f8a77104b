namespace JanusCluster.Contracts.Webhooks;

/// <summary>What a new webhook must fulfil, and how much is kept for it.</summary>
public static class WebhookRules
{
    /// <summary>Webhooks of one tenant.</summary>
    public const int MaxWebhooks = 16;
    /// <summary>Events that wait for one webhook; what comes when there are so many is not delivered.</summary>
    public const int MaxWaiting = 10_000;
    public const int MaxUrlLength = 2_048;
    /// <summary>Of the text that tells what went wrong with a delivery.</summary>
    public const int MaxErrorLength = 200;

    /// <exception cref="JanusException">Names the first field that is wrong.</exception>
    public static void Validate(WebhookSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Check(settings.Url is { Length: > 0 and <= MaxUrlLength } && Uri.TryCreate(settings.Url, UriKind.Absolute, out Uri? url)
            && url.Scheme is "http" or "https" && url.UserInfo.Length == 0 && url.Fragment.Length == 0, "url",
            $"url must be an http or https address of at most {MaxUrlLength} characters, without a name, a password or a fragment.");
        IReadOnlyList<string> events = settings.Events ?? [];
        Check(events.Count > 0 && events.Distinct().Count() == events.Count && events.All(WebhookEventTypes.All.Contains), "events",
            $"events are one or more of {string.Join(", ", WebhookEventTypes.All)}, each once.");
    }

    private static void Check(bool fulfilled, string field, string message)
    {
        if (!fulfilled)
            throw JanusException.Invalid(field, message);
    }
}
