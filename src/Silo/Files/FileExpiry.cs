using JanusCluster.Contracts.Files;
using JanusCluster.Silo.Hosting;

namespace JanusCluster.Silo.Files;

/// <summary>Deletes files that have expired, that were never completed, or whose deletion broke off. Every silo does it.</summary>
internal sealed partial class FileExpiry(
    FileIndex index, IGrainFactory grains, RecordClock clock, TimeProvider time, ILogger<FileExpiry> logger) : BackgroundService
{
    private const int Batch = 100;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>One round over all that are overdue.</summary>
    /// <returns>How many were deleted.</returns>
    internal async Task<int> ExpireAsync(CancellationToken cancellationToken)
    {
        int deleted = 0, kept = 0;
        while (await index.ListDueAsync(clock.Now, kept, Batch) is { Count: > 0 } due)
        {
            foreach (FileKey file in due)
            {
                cancellationToken.ThrowIfCancellationRequested();
                try
                {
                    if (await grains.GetGrain<IFileGrain>(file.ToString()).DeleteIfOverdueAsync())
                        deleted++;
                    else
                        kept++;
                }
                catch (Exception e)
                {
                    LogFailed(e, file.ToString());
                    kept++;
                }
            }
        }

        return deleted;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await ExpireAsync(stoppingToken) is > 0 and var deleted)
                    LogDeleted(deleted);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogRoundFailed(e);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "{Count} files have expired and are deleted")]
    private partial void LogDeleted(int count);

    [LoggerMessage(LogLevel.Warning, "File {File} could not be deleted; trying again later")]
    private partial void LogFailed(Exception exception, string file);

    [LoggerMessage(LogLevel.Warning, "Expired files could not be listed; trying again later")]
    private partial void LogRoundFailed(Exception exception);
}
