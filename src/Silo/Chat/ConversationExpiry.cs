using JanusCluster.Contracts.Chat;
using JanusCluster.Silo.Hosting;

namespace JanusCluster.Silo.Chat;

/// <summary>Deletes conversations that nobody has used for long. Every silo does it; the grains see to it that no turn is lost.</summary>
internal sealed partial class ConversationExpiry(
    ConversationIndex index, IGrainFactory grains, SiloSettings settings, TimeProvider time, ILogger<ConversationExpiry> logger) : BackgroundService
{
    private const int Batch = 100;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    /// <summary>One round: the longest idle first, a hundred at most.</summary>
    /// <returns>How many were deleted.</returns>
    internal async Task<int> ExpireAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset cutoff = time.GetUtcNow() - settings.ConversationLifetime;
        int deleted = 0;
        foreach (ConversationKey conversation in await index.ListIdleAsync(cutoff, Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (await grains.GetGrain<IConversationGrain>(conversation.ToString()).DeleteIfIdleAsync(cutoff))
                    deleted++;
            }
            catch (Exception e)
            {
                LogFailed(e, conversation.ToString());
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

    [LoggerMessage(LogLevel.Information, "{Count} conversations were idle for too long and are deleted")]
    private partial void LogDeleted(int count);

    [LoggerMessage(LogLevel.Warning, "Conversation {Conversation} could not be deleted; trying again later")]
    private partial void LogFailed(Exception exception, string conversation);

    [LoggerMessage(LogLevel.Warning, "Idle conversations could not be listed; trying again later")]
    private partial void LogRoundFailed(Exception exception);
}
