using JanusCluster.Bench.Faults.History;

namespace JanusCluster.Bench.Faults.Checking;

/// <summary>Holds what happened in a run against what the cluster promises.</summary>
internal static class HistoryChecker
{
    /// <summary>A process's time to end, from SIGTERM: its <c>DrainTime</c>, and what comes after.</summary>
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(30);

    /// <param name="history">In the order of time.</param>
    public static IReadOnlyList<Violation> Check(IReadOnlyList<HistoryEvent> history, FinalState final) =>
    [
        .. JobRules.Find([.. history.OfType<JobAccepted>()], final.Jobs),
        .. EpochRules.Find([.. history.OfType<ItemGranted>()], [.. history.OfType<ItemWritten>()]),
        .. BlobRules.Find([.. history.OfType<BlobWritten>()], final),
        .. StreamRules.Find(
            [.. history.OfType<TurnAccepted>()], [.. history.OfType<TurnRead>()], final.Conversations),
        .. UsageRules.Find([.. history.OfType<JobAccepted>()], [.. history.OfType<TurnAccepted>()], final.Usage),
        .. DrainRules.Find([.. history.OfType<ProcessSignalled>()], [.. history.OfType<ProcessExited>()], DrainLimit),
    ];
}
