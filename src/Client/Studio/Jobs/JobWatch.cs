using JanusCluster.Client.Jobs;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Client.Studio.Jobs;

/// <summary>Follows a job for a page, until it ends or the page is left.</summary>
internal sealed class JobWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _left = new();
    private readonly Task _following;

    /// <param name="onStatus">Called with each status, one after the other.</param>
    /// <param name="onFailure">Called when it cannot be followed any more.</param>
    public JobWatch(IJobGrain job, TimeProvider time, Func<JobStatus, Task> onStatus, Func<Exception, Task> onFailure) =>
        _following = FollowAsync(new JobFollower(job, time), onStatus, onFailure);

    public async ValueTask DisposeAsync()
    {
        await _left.CancelAsync();
        await _following;
        _left.Dispose();
    }

    private async Task FollowAsync(JobFollower follower, Func<JobStatus, Task> onStatus, Func<Exception, Task> onFailure)
    {
        try
        {
            await follower.FollowAsync(onStatus, _left.Token);
        }
        catch (Exception) when (_left.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            await onFailure(e);
        }
    }
}
