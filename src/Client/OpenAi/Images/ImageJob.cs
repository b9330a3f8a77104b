using JanusCluster.Client.Hosting;
using JanusCluster.Client.Jobs;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Client.OpenAi.Images;

/// <summary>The job behind one request for pictures that somebody waits for.</summary>
internal sealed class ImageJob(IGrainFactory grains, JobKey key, ImageRequest request, ModelDescription model, TimeProvider time)
{
    private static readonly TimeSpan CancelTime = TimeSpan.FromSeconds(10);

    private readonly IJobGrain _job = grains.GetGrain<IJobGrain>(key.ToString());

    public IJobShardGrain Shard => grains.GetGrain<IJobShardGrain>(key.Shard(0).ToString());

    /// <summary>Makes the pictures; whoever leaves before the end cancels them.</summary>
    /// <param name="onStatus">Called as the job goes on.</param>
    /// <returns>An item for each picture, all of them delivered.</returns>
    /// <exception cref="JanusException">They could not be made, or not within <paramref name="limit"/> (<see cref="ErrorCode.QueueTimeout"/>).</exception>
    public async Task<IReadOnlyList<ItemReport>> RunAsync(TimeSpan limit, Func<JobStatus, Task> onStatus, CancellationToken cancellationToken)
    {
        bool ended = false;
        try
        {
            var specification = new JobSpecification(
                model.Id, "images/generations", JobFingerprint.Compute(model.Id, [request]), model.CodesPerImage, [request],
                WorkClass.Interactive, time.GetUtcNow() + limit, IsTransient: true);
            await ClusterCall.RepeatAsync(() => _job.SubmitAsync(specification), time, cancellationToken);
            JobStatus last = await new JobFollower(_job, time).FollowAsync(onStatus, cancellationToken);
            ended = true;
            if (last.State == JobState.Expired)
                throw new JanusException(ErrorCode.QueueTimeout, $"The pictures were not finished within {limit.TotalSeconds:F0} s, and are given up. Ask again later.");
            IReadOnlyList<ItemReport> items = await ClusterCall.RepeatAsync(() => _job.GetItemsAsync(0, request.Count), time, cancellationToken);
            if (items.FirstOrDefault(item => item.Error is not null)?.Error is { } error)
                throw new JanusException(error.Code, error.Message, error.Code == ErrorCode.InvalidRequest ? "prompt" : null);
            return last.State == JobState.Completed ? items : throw new JanusException(ErrorCode.Cancelled, "The pictures were cancelled.");
        }
        finally
        {
            if (!ended)
                await CancelAsync();
        }
    }

    /// <summary>Best effort: what is not reached expires.</summary>
    private async Task CancelAsync()
    {
        try
        {
            await _job.CancelAsync().WaitAsync(CancelTime, time);
        }
        catch (Exception e) when (e is JanusException || ClusterCall.HeardNothing(e))
        {
        }
    }
}
