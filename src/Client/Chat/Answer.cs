using System.Runtime.CompilerServices;
using JanusCluster.Client.Hosting;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;

namespace JanusCluster.Client.Chat;

/// <summary>One turn of a conversation as its asker sees it: begun, read to its end, across the death of any silo.</summary>
internal sealed class Answer
{
    private static readonly TimeSpan CancelTime = TimeSpan.FromSeconds(10);

    private readonly IConversationGrain _conversation;
    private readonly TimeProvider _time;

    private Answer(IConversationGrain conversation, int turn, TimeProvider time)
    {
        _conversation = conversation;
        Turn = turn;
        _time = time;
    }

    public int Turn { get; }

    /// <summary>Asks; asking again after a silence is not asking twice.</summary>
    public static async Task<Answer> StartAsync(
        IConversationGrain conversation, TurnRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        request = request with { Id = request.Id ?? $"{Guid.NewGuid():N}" };
        int turn = await ClusterCall.RepeatAsync(() => conversation.StartTurnAsync(request), time, cancellationToken);
        return new Answer(conversation, turn, time);
    }

    /// <summary>A turn that was begun before.</summary>
    public static Answer Of(IConversationGrain conversation, int turn, TimeProvider time) => new(conversation, turn, time);

    /// <summary>The answer's pieces, the last one with its end.</summary>
    /// <param name="cancelWhenLeft">Whoever leaves before the end cancels the turn.</param>
    /// <exception cref="JanusException">The answer failed.</exception>
    public async IAsyncEnumerable<TurnChunk> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken, bool cancelWhenLeft = true)
    {
        int offset = 0;
        bool ended = false;
        try
        {
            while (!ended)
            {
                TurnChunk chunk = await ReadAsync(offset, cancellationToken);
                offset += chunk.Text.Length;
                ended = chunk.FinishReason is not null;
                if (ended || chunk.Text.Length > 0 || chunk.Logprobs is { Count: > 0 })
                    yield return chunk;
            }
        }
        finally
        {
            if (!ended && cancelWhenLeft)
                await CancelAsync();
        }
    }

    private Task<TurnChunk> ReadAsync(int offset, CancellationToken cancellationToken) =>
        // Unavailable is how a turn may have ended: asking again gives the same.
        ClusterCall.RepeatAsync(() => _conversation.ReadAsync(Turn, offset, cancellationToken), _time, cancellationToken, ClusterCall.HeardNothing);

    /// <summary>Best effort: an answer that cannot be reached ends at its longest.</summary>
    public async Task CancelAsync()
    {
        try
        {
            await ClusterCall.RepeatAsync(() => _conversation.CancelTurnAsync(Turn), _time, CancellationToken.None).WaitAsync(CancelTime, _time);
        }
        catch (Exception e) when (e is JanusException || ClusterCall.HeardNothing(e))
        {
        }
    }
}
