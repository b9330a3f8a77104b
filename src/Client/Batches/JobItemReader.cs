using System.Runtime.CompilerServices;
using JanusCluster.Client.Jobs;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Client.Batches;

/// <summary>The items of a job that has ended, request by request.</summary>
internal sealed class JobItemReader(IJobGrain job, TimeProvider time)
{
    /// <returns>The items of each request, in the job's order.</returns>
    public async IAsyncEnumerable<IReadOnlyList<ItemReport>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new List<ItemReport>();
        await foreach (ItemReport item in JobItems.ReadAsync(job, time, cancellationToken))
        {
            if (request.Count > 0 && request[0].Item.Request != item.Item.Request)
            {
                yield return request;
                request = [];
            }

            request.Add(item);
        }

        if (request.Count > 0)
            yield return request;
    }
}
