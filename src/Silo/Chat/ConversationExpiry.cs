using JanusCluster.Contracts.Chat;
using JanusCluster.Silo.Hosting;

namespace JanusCluster.Silo.Chat;

/// <summary>Deletes conversations that nobody has used for long. Every silo may do it; the grains see to it that no turn is lost.</summary>
internal sealed partial class ConversationExpiry(
    ConversationIndex index, ExpiryRounds rounds, IGrainFactory grains, SiloSettings settings, TimeProvider time, ILogger<ConversationExpiry> logger)
    : BackgroundService
{
    private const int Batch = 100;
    private const int AtATime = 8;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>A transient conversation is kept for so long, for readers that come late.</summary>
    private static readonly TimeSpan TransientLifetime = TimeSpan.FromMinutes(5);

    /// <summary>One round: all that are due, the longest idle first.</summary>
    /// <returns>How many were deleted.</returns>
    internal async Task<int> ExpireAsync(CancellationToken cancellationToken) =>
        await ExpireAsync(time.GetUtcNow() - TransientLifetime, isTransient: true, cancellationToken)
        + await ExpireAsync(time.GetUtcNow() - settings.ConversationLifetime, isTransient: false, cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await rounds.TakeAsync("conversations", Period) && await ExpireAsync(stoppingToken) is > 0 and var deleted)
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
            IReadOnlyList<ConversationKey> idle = await index.ListIdleAsync(cutoff, Batch, skip: kept, isTransient);
            await Parallel.ForEachAsync(
                idle,
                new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
                async (conversation, _) =>
                {
                    if (await DeleteAsync(conversation, cutoff))
                        Interlocked.Increment(ref deleted);
                    else
                        Interlocked.Increment(ref kept);
                });
            if (idle.Count < Batch)
                return deleted;
        }
    }

    private async Task<bool> DeleteAsync(ConversationKey conversation, DateTimeOffset cutoff)
    {
        try
        {
            return await grains.GetGrain<IConversationGrain>(conversation.ToString()).DeleteIfIdleAsync(cutoff);
        }
        catch (Exception e)
        {
            LogFailed(e, conversation.ToString());
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "{Count} conversations were idle for too long and are deleted")]
    private partial void LogDeleted(int count);

    [LoggerMessage(LogLevel.Warning, "Conversation {Conversation} could not be deleted; trying again later")]
    private partial void LogFailed(Exception exception, string conversation);

    [LoggerMessage(LogLevel.Warning, "Idle conversations could not be listed; trying again later")]
    private partial void LogRoundFailed(Exception exception);
}
