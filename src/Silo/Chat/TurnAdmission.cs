using JanusCluster.Contracts;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Silo.Chat;

/// <summary>Asks for a turn's place until there is one, across failures of the scheduler's silo.</summary>
internal sealed partial class TurnAdmission(ISchedulerGrain scheduler, string model, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <exception cref="JanusException"><see cref="ErrorCode.Unavailable"/>: no place within two minutes.</exception>
    public async Task<ChatLease> AdmitAsync(TurnOffer offer, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < Limit)
        {
            try
            {
                if (await scheduler.AdmitAsync(offer, cancellationToken) is { } lease)
                    return lease;
            }
            catch (Exception e) when (e is OrleansException or TimeoutException or JanusException { Code: ErrorCode.Unavailable })
            {
                LogFailed(offer.Turn, offer.Conversation, e.Message);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }

        throw new JanusException(ErrorCode.Unavailable, $"No silo has had a place for {model} for {Limit.TotalMinutes} minutes. Ask again later.", "model");
    }

    [LoggerMessage(LogLevel.Warning, "Turn {Turn} of conversation {Conversation} got no place; asking again: {Reason}")]
    private partial void LogFailed(int turn, string conversation, string reason);
}
