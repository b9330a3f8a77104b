using System.Runtime.CompilerServices;
using JanusCluster.Client.Hosting;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Client.Batches;

/// <summary>The items of a job that has ended, request by request and page by page.</summary>
internal sealed class JobItemReader(IJobGrain job, TimeProvider time)
{
    private const int PageSize = JobLimits.ItemsPerShard;

    /// <returns>The items of each request, in the job's order.</returns>
    public async IAsyncEnumerable<IReadOnlyList<ItemReport>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new List<ItemReport>();
        for (int offset = 0; ; offset += PageSize)
        {
            int from = offset;
            IReadOnlyList<ItemReport> page = await ClusterCall.RepeatAsync(() => job.GetItemsAsync(from, PageSize), time, cancellationToken);
            foreach (ItemReport item in page)
            {
                if (request.Count > 0 && request[0].Item.Request != item.Item.Request)
                {
                    yield return request;
                    request = [];
                }

                request.Add(item);
            }

            if (page.Count < PageSize)
                break;
        }

        if (request.Count > 0)
            yield return request;
    }
}
