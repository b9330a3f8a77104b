using System.Runtime.CompilerServices;
using JanusCluster.Client.Hosting;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Client.Jobs;

/// <summary>All items of a job, in its order, fetched page by page.</summary>
internal static class JobItems
{
    private const int PageSize = JobLimits.ItemsPerShard;

    public static async IAsyncEnumerable<ItemReport> ReadAsync(IJobGrain job, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<ItemReport> page;
        int offset = 0;
        do
        {
            page = await ClusterCall.RepeatAsync(() => job.GetItemsAsync(offset, PageSize), time, cancellationToken);
            foreach (ItemReport item in page)
                yield return item;
            offset += PageSize;
        }
        while (page.Count == PageSize);
    }
}
