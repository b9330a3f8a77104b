using JanusCluster.Bench.Faults.History;

namespace JanusCluster.Bench.Faults.Checking;

/// <summary>Each result of a tenant is counted once.</summary>
internal static class UsageRules
{
    public const string Wrong = "usage";

    public static IEnumerable<Violation> Find(
        IReadOnlyList<JobAccepted> jobs, IReadOnlyList<TurnAccepted> turns, IReadOnlyList<FinalUsage> usage)
    {
        var items = jobs.DistinctBy(job => job.Job).SelectMany(job => job.Items.Select(item => (Tenant: TenantOf(job.Job), IsImage: item.Codes > 0)));
        var answers = turns.DistinctBy(turn => (turn.Conversation, turn.Turn)).Select(turn => (Tenant: TenantOf(turn.Conversation), IsImage: false));
        ILookup<string, bool> due = items.Concat(answers).ToLookup(result => result.Tenant, result => result.IsImage);
        foreach (FinalUsage tenant in usage)
        {
            int images = due[tenant.Tenant].Count(isImage => isImage), texts = due[tenant.Tenant].Count(isImage => !isImage);
            if ((tenant.Images, tenant.Answers) != (images, texts))
                yield return new(Wrong, tenant.Tenant, $"{tenant.Images} images and {tenant.Answers} answers are counted, not {images} and {texts}");
        }
    }

    private static string TenantOf(string key) => key.Split('/')[0];
}
