using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;

namespace JanusCluster.Client.Cli;

/// <summary>One question and its answer, printed as it comes, across the death of any silo.</summary>
internal sealed class ChatTurn(IConversationGrain conversation, CommandScope scope)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Ctrl-C ends the answer; what was said stays in the conversation.</summary>
    /// <returns>How it ended: stop, length or cancelled.</returns>
    public async Task<string> AskAsync(TurnRequest request, CancellationToken cancellationToken)
    {
        // Under a name, so that asking again is not asking twice.
        request = request with { Id = request.Id ?? $"{Guid.NewGuid():N}" };
        int turn = await RepeatAsync(() => conversation.StartTurnAsync(request), IsAwayForNow, cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using IDisposable interruption = scope.Interruption.OnNext(stop.Cancel);
        try
        {
            return await PrintAsync(turn, stop.Token);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            await RepeatAsync(() => CancelAsync(turn), IsAwayForNow, cancellationToken);
            return "cancelled";
        }
        finally
        {
            scope.Output.Result("");
        }
    }

    private async Task<string> PrintAsync(int turn, CancellationToken cancellationToken)
    {
        int offset = 0;
        while (true)
        {
            // Unavailable is how a turn may have ended: asking again gives the same.
            TurnChunk chunk = await RepeatAsync(() => conversation.ReadAsync(turn, offset, cancellationToken), HeardNothing, cancellationToken);
            scope.Output.ResultPart(chunk.Text);
            offset += chunk.Text.Length;
            if (chunk.FinishReason is { } reason)
                return reason;
        }
    }

    private async Task<bool> CancelAsync(int turn)
    {
        await conversation.CancelTurnAsync(turn);
        return true;
    }

    /// <summary>Calls until there is an answer; every call here may be repeated. Gives up after a minute without one.</summary>
    private async Task<T> RepeatAsync<T>(Func<Task<T>> call, Func<Exception, bool> isPassing, CancellationToken cancellationToken)
    {
        long started = scope.Time.GetTimestamp();
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (isPassing(e) && !cancellationToken.IsCancellationRequested && scope.Time.GetElapsedTime(started) < Patience)
            {
            }

            await Task.Delay(Pause, scope.Time, cancellationToken);
        }
    }

    /// <summary>The silo that was asked is gone, or the way to it.</summary>
    private static bool HeardNothing(Exception e) => e is TimeoutException or OrleansException;

    private static bool IsAwayForNow(Exception e) => HeardNothing(e) || e is JanusException { Code: ErrorCode.Unavailable };
}
