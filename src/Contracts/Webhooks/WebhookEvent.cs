using System.Security.Cryptography;
using System.Text;

namespace JanusCluster.Contracts.Webhooks;

/// <summary>Something that happened to a job or batch.</summary>
/// <param name="Id">The same for the same event, however often it is told.</param>
/// <param name="Type">Of <see cref="WebhookEventTypes"/>.</param>
/// <param name="Subject">Id of the job or batch.</param>
[GenerateSerializer, Immutable, Alias(Aliases.WebhookEvent)]
public sealed record WebhookEvent(
    [property: Id(0)] string Id, [property: Id(1)] string Type, [property: Id(2)] string Subject, [property: Id(3)] DateTimeOffset At)
{
    /// <summary>A job that is retried, and ends once more, does so at another time: that is another event.</summary>
    public static WebhookEvent Of(string type, string tenant, string subject, DateTimeOffset at)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{type}/{tenant}/{subject}/{at.ToUnixTimeMilliseconds()}"));
        return new WebhookEvent($"evt_{Convert.ToHexStringLower(digest.AsSpan(0, 16))}", type, subject, at);
    }
}

/// <summary>What a webhook can be told of.</summary>
public static class WebhookEventTypes
{
    public const string JobCompleted = "job.completed";
    public const string JobCancelled = "job.cancelled";
    public const string JobExpired = "job.expired";
    public const string BatchCompleted = "batch.completed";
    public const string BatchFailed = "batch.failed";
    public const string BatchCancelled = "batch.cancelled";
    public const string BatchExpired = "batch.expired";

    public static IReadOnlyList<string> All { get; } =
        [JobCompleted, JobCancelled, JobExpired, BatchCompleted, BatchFailed, BatchCancelled, BatchExpired];

    /// <summary>Whether the event is a batch's, and not a job's.</summary>
    public static bool IsOfBatch(string type) => type.StartsWith("batch.", StringComparison.Ordinal);
}
