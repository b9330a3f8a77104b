using JanusCluster.Contracts.Jobs;
using JanusCluster.Silo.Hosting;

namespace JanusCluster.Silo.Jobs;

/// <summary>Deletes jobs that have been final for long. Every silo may do it; the grains look once more whether they are.</summary>
internal sealed partial class JobExpiry(
    OpenJobs jobs, ExpiryRounds rounds, IGrainFactory grains, SiloSettings settings, TimeProvider time, ILogger<JobExpiry> logger)
    : BackgroundService
{
    private const int Batch = 100;
    private const int AtATime = 4;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    /// <summary>One round: all that are due, the oldest first.</summary>
    /// <returns>How many were deleted.</returns>
    internal async Task<int> ExpireAsync(CancellationToken cancellationToken) =>
        await ExpireAsync(time.GetUtcNow() - settings.TransientJobLifetime, isTransient: true, cancellationToken)
        + await ExpireAsync(time.GetUtcNow() - settings.JobLifetime, isTransient: false, cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await rounds.TakeAsync("jobs", Period) && await ExpireAsync(stoppingToken) is > 0 and var deleted)
                    LogDeleted(deleted);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogRoundFailed(e);
            }
        }
    }

    private async Task<int> ExpireAsync(DateTimeOffset cutoff, bool isTransient, CancellationToken cancellationToken)
    {
        int deleted = 0, kept = 0;
        while (true)
        {
            IReadOnlyList<JobKey> ended = await jobs.ListEndedAsync(cutoff, Batch, skip: kept, isTransient);
            await Parallel.ForEachAsync(
                ended,
                new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
                async (job, _) =>
                {
                    if (await DeleteAsync(job, cutoff))
                        Interlocked.Increment(ref deleted);
                    else
                        Interlocked.Increment(ref kept);
                });
            if (ended.Count < Batch)
                return deleted;
        }
    }

    private async Task<bool> DeleteAsync(JobKey job, DateTimeOffset cutoff)
    {
        try
        {
            return await grains.GetGrain<IJobGrain>(job.ToString()).DeleteIfEndedAsync(cutoff);
        }
        catch (Exception e)
        {
            LogFailed(e, job.ToString());
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "{Count} jobs have been final for long enough and are deleted")]
    private partial void LogDeleted(int count);

    [LoggerMessage(LogLevel.Warning, "Job {Job} could not be deleted; trying again later")]
    private partial void LogFailed(Exception exception, string job);

    [LoggerMessage(LogLevel.Warning, "Jobs that have ended could not be listed; trying again later")]
    private partial void LogRoundFailed(Exception exception);
}
