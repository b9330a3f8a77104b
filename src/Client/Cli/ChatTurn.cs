using JanusCluster.Contracts.Chat;

namespace JanusCluster.Client.Cli;

/// <summary>One question and its answer, printed as it comes.</summary>
internal sealed class ChatTurn(IConversationGrain conversation, CommandScope scope)
{
    /// <summary>Ctrl-C ends the answer; what was said stays in the conversation.</summary>
    /// <returns>How it ended: stop, length or cancelled.</returns>
    public async Task<string> AskAsync(TurnRequest request, CancellationToken cancellationToken)
    {
        int turn = await conversation.StartTurnAsync(request);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using IDisposable interruption = scope.Interruption.OnNext(stop.Cancel);
        try
        {
            return await PrintAsync(turn, stop.Token);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            await conversation.CancelTurnAsync(turn);
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
            TurnChunk chunk = await conversation.ReadAsync(turn, offset, cancellationToken);
            scope.Output.ResultPart(chunk.Text);
            offset += chunk.Text.Length;
            if (chunk.FinishReason is { } reason)
                return reason;
        }
    }
}
