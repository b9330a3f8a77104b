namespace JanusCluster.Silo.Webhooks;

/// <summary>When a delivery that failed is tried again.</summary>
internal static class WebhookPlan
{
    /// <summary>Each pause is up to so much longer, so that what failed together does not come back together.</summary>
    public const double Jitter = 0.2;

    /// <summary>What a lease is good for: the longest answer that is waited for, and enough to spare.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(30);

    public static IReadOnlyList<TimeSpan> Pauses { get; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10),
        TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
    ];

    /// <param name="attempt">The one that failed, from 1.</param>
    /// <returns>Null when there is no other attempt.</returns>
    public static DateTimeOffset? Next(int attempt, DateTimeOffset now) => attempt >= 1 && attempt <= Pauses.Count
        ? now + Pauses[attempt - 1] * (1 + Jitter * Random.Shared.NextDouble())
        : null;
}
