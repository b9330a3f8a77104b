using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Client.Jobs;

/// <summary>Watches a job to its end, across failures of the silo that runs its grain and of the blob store.</summary>
internal sealed class JobFollower(IJobGrain job, TimeProvider time)
{
    private const int MostFailures = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <param name="onStatus">Called with each status; when it fails, it is called again with a later one.</param>
    /// <returns>The final status, after <paramref name="onStatus"/> has seen it.</returns>
    public async Task<JobStatus> FollowAsync(Func<JobStatus, Task> onStatus, CancellationToken cancellationToken)
    {
        int failures = 0;
        while (true)
        {
            try
            {
                await foreach (JobStatus status in job.WatchAsync(cancellationToken).WithCancellation(cancellationToken))
                {
                    await onStatus(status);
                    failures = 0;
                    if (status.IsFinal)
                        return status;
                }
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested && !IsLasting(e) && ++failures < MostFailures)
            {
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static bool IsLasting(Exception e) => e is JanusException { Code: ErrorCode.InvalidRequest or ErrorCode.NotFound };
}
