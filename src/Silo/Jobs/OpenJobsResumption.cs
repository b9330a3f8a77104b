using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Silo.Jobs;

/// <summary>
/// Rebuilds the soft state of a grain that hands out work: asks every open job of a model to offer again what is
/// unfinished. Runs in the background until it has succeeded once, since Redis may be away when the grain wakes.
/// </summary>
internal static partial class OpenJobsResumption
{
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(2);

    public static void Start(IGrainBase grain, OpenJobs openJobs, string model, IGrainFactory grains, ILogger logger)
    {
        var remaining = (HashSet<JobKey>?)null;
        IGrainTimer? timer = null;
        timer = grain.RegisterGrainTimer(
            async _ =>
            {
                try
                {
                    remaining ??= [.. await openJobs.ListOpenAsync(model)];
                    foreach (JobKey job in remaining.ToList())
                    {
                        await grains.GetGrain<IJobGrain>(job.ToString()).ResumeAsync();
                        remaining.Remove(job);
                    }

                    timer!.Dispose();
                }
                catch (Exception e)
                {
                    LogRetry(logger, e, model);
                }
            },
            new GrainTimerCreationOptions(TimeSpan.Zero, RetryPeriod) { Interleave = true, KeepAlive = true });
    }

    [LoggerMessage(LogLevel.Warning, "Open jobs of {Model} could not all be resumed; trying again")]
    private static partial void LogRetry(ILogger logger, Exception exception, string model);
}
