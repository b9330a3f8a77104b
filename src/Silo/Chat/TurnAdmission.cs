using JanusCluster.Contracts;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Silo.Chat;

/// <summary>Asks for a turn's place until there is one, across failures of the scheduler's silo.</summary>
/// <param name="limit">How long the turn may wait for a place; null for two minutes.</param>
internal sealed partial class TurnAdmission(
    ISchedulerGrain scheduler, string model, TimeSpan? limit, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <exception cref="JanusException">
    /// No place in time: <see cref="ErrorCode.QueueTimeout"/> where the caller has set the limit, else <see cref="ErrorCode.Unavailable"/>.
    /// </exception>
    public async Task<ChatLease> AdmitAsync(TurnOffer offer, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limit ?? LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await AskAsync(offer, either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            Withdraw(offer.Conversation, offer.Turn);
            throw limit is { } wanted
                ? new JanusException(ErrorCode.QueueTimeout, $"{model} had no place for the turn within {wanted.TotalSeconds:0.###} seconds. Ask again later.")
                : new JanusException(ErrorCode.Unavailable, $"No silo has had a place for {model} for {LongestWait.TotalMinutes} minutes. Ask again later.", "model");
        }
    }

    /// <summary>Leaves the queue. When nobody hears of it, the turn gets a place at some time, and loses it unused.</summary>
    public void Withdraw(string conversation, int turn) => scheduler.WithdrawTurnAsync(conversation, turn).Ignore();

    private async Task<ChatLease> AskAsync(TurnOffer offer, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
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
    }

    [LoggerMessage(LogLevel.Warning, "Turn {Turn} of conversation {Conversation} got no place; asking again: {Reason}")]
    private partial void LogFailed(int turn, string conversation, string reason);
}
