using JanusCluster.Bench.Faults.History;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Bench.Faults.Checking;

/// <summary>
/// Once a grant is durable, nothing is accepted of lower epochs; once a result is, nothing more is granted, and no other
/// result counts.
/// </summary>
internal static class EpochRules
{
    public const string Stale = "stale-write", Undone = "result-undone", Twice = "finished-twice";

    public static IEnumerable<Violation> Find(IReadOnlyList<ItemGranted> grants, IReadOnlyList<ItemWritten> writes)
    {
        ILookup<(string, int), ItemGranted> granted = grants.Where(grant => grant.State == GrantState.Granted)
            .ToLookup(grant => (grant.Shard, grant.Position));
        foreach (var item in writes.Where(write => write.Verdict == WriteVerdict.Written).GroupBy(write => (write.Shard, write.Position)))
        {
            ItemGranted[] itemGrants = [.. granted[item.Key]];
            ItemWritten[] accepted = [.. item];
            string subject = $"{item.Key.Shard} {item.Key.Position}";
            foreach (Violation violation in FindStale(subject, itemGrants, accepted).Concat(FindResults(subject, itemGrants, accepted)))
                yield return violation;
        }
    }

    private static IEnumerable<Violation> FindStale(string subject, ItemGranted[] grants, ItemWritten[] accepted)
    {
        foreach (ItemWritten write in accepted)
        {
            ItemGranted? later = grants.FirstOrDefault(grant => grant.Epoch > write.Epoch && grant.At < write.Begun);
            if (later is not null)
                yield return new(Stale, subject, $"epoch {write.Epoch} wrote after epoch {later.Epoch} had been granted");
        }
    }

    private static IEnumerable<Violation> FindResults(string subject, ItemGranted[] grants, ItemWritten[] accepted)
    {
        ItemWritten[] results = [.. accepted.Where(write => write.IsResult)];
        if (results.Select(result => result.Epoch).Distinct().Count() > 1)
            yield return new(Twice, subject, $"results of epochs {string.Join(", ", results.Select(result => result.Epoch).Distinct())} were accepted");
        if (results.Length > 0 && grants.FirstOrDefault(grant => grant.Begun > results.Min(result => result.At)) is { } again)
            yield return new(Undone, subject, $"epoch {again.Epoch} was granted after a result had been accepted");
    }
}
