using JanusCluster.Bench.Faults.History;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Bench.Faults.Checking;

/// <summary>No accepted job or item is lost, and each has one result, which is the right one.</summary>
internal static class JobRules
{
    public const string Lost = "lost", Unfinished = "unfinished", Twice = "twice", Wrong = "wrong-result", Foreign = "foreign";

    public static IEnumerable<Violation> Find(IReadOnlyList<JobAccepted> accepted, IReadOnlyList<FinalJob> jobs)
    {
        Dictionary<string, FinalJob> found = jobs.ToDictionary(job => job.Job);
        // A submission that was repeated is accepted again.
        foreach (JobAccepted job in accepted.DistinctBy(job => job.Job))
        {
            if (found.GetValueOrDefault(job.Job) is not { State: { } state } final)
            {
                yield return new(Lost, job.Job, "the cluster does not know the accepted job");
                continue;
            }

            if (!final.IsFinal)
                yield return new(Unfinished, job.Job, $"it is {state} after the time it had");
            foreach (Violation violation in FindInItems(job, final))
                yield return violation;
        }
    }

    private static IEnumerable<Violation> FindInItems(JobAccepted job, FinalJob final)
    {
        ILookup<string, FinalItem> found = final.Items.ToLookup(item => item.CustomId);
        foreach (ExpectedItem item in job.Items)
        {
            FinalItem[] results = [.. found[item.CustomId]];
            string subject = $"{job.Job} {item.CustomId}";
            if (results.Length != 1)
                yield return new(results.Length == 0 ? Lost : Twice, subject, $"the job has {results.Length} items of this name");
            else if (results[0] is { State: not ItemState.Delivered } open)
                yield return new(Unfinished, subject, $"it is {open.State} after the time it had. {open.Error}");
            else if (item.Sha256 is { } due && results[0].Sha256 != due)
                yield return new(Wrong, subject, $"its result reads back as {results[0].Sha256 ?? "nothing"} where {due} is due");
        }

        HashSet<string> names = [.. job.Items.Select(item => item.CustomId)];
        foreach (FinalItem item in final.Items.Where(item => !names.Contains(item.CustomId)))
            yield return new(Foreign, $"{job.Job} {item.CustomId}", "nobody asked for it");
    }
}
