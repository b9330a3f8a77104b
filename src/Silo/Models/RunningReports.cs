using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Silo.Models;

/// <summary>Tells each job how many codes its running images have on this silo.</summary>
internal sealed partial class RunningReports(IGrainFactory grains, LeaseBook book, TimeProvider time, ILogger<RunningReports> logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(Func<IEnumerable<RunningItem>> running, CancellationToken cancellationToken)
    {
        var reported = new HashSet<JobKey>();
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                await ReportAsync(running(), reported).WaitAsync(cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                LogReportFailed(e);
            }
        }
    }

    /// <summary>Once more with 0 when none of a job run any longer.</summary>
    private async Task ReportAsync(IEnumerable<RunningItem> running, HashSet<JobKey> reported)
    {
        var codes = running.GroupBy(item => item.Job).ToDictionary(job => job.Key, job => job.Sum(item => (long)item.Codes.Length));
        await Task.WhenAll(reported.Union(codes.Keys).ToList().Select(
            job => grains.GetGrain<IJobGrain>(job.ToString()).ReportRunningAsync(book.Key, codes.GetValueOrDefault(job))));
        reported.Clear();
        reported.UnionWith(codes.Keys);
    }

    [LoggerMessage(LogLevel.Debug, "Jobs did not hear of their running images; trying again")]
    private partial void LogReportFailed(Exception exception);
}
