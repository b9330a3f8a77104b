using JanusCluster.Client.Hosting;
using JanusCluster.Contracts.Chat;

namespace JanusCluster.Client.Cli;

/// <summary>One question and its answer, printed as it comes, across the death of any silo.</summary>
internal sealed class ChatTurn(IConversationGrain conversation, CommandScope scope)
{
    /// <summary>Ctrl-C ends the answer; what was said stays in the conversation.</summary>
    /// <returns>How it ended: stop, length or cancelled.</returns>
    public async Task<string> AskAsync(TurnRequest request, CancellationToken cancellationToken)
    {
        // Under a name, so that asking again is not asking twice.
        request = request with { Id = request.Id ?? $"{Guid.NewGuid():N}" };
        int turn = await ClusterCall.RepeatAsync(() => conversation.StartTurnAsync(request), scope.Time, cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using IDisposable interruption = scope.Interruption.OnNext(stop.Cancel);
        try
        {
            return await PrintAsync(turn, stop.Token);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            await ClusterCall.RepeatAsync(() => conversation.CancelTurnAsync(turn), scope.Time, cancellationToken);
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
            TurnChunk chunk = await ClusterCall.RepeatAsync(
                () => conversation.ReadAsync(turn, offset, cancellationToken), scope.Time, cancellationToken, ClusterCall.HeardNothing);
            scope.Output.ResultPart(chunk.Text);
            offset += chunk.Text.Length;
            if (chunk.FinishReason is { } reason)
                return reason;
        }
    }
}
