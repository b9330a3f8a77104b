using JanusCluster.Contracts.Models;

namespace JanusCluster.Silo.Chat;

/// <summary>
/// Brings the pieces of an answer into its log, and only then into the turn, where readers see them. While one write is
/// under way pieces gather and go together with the next, so that the answer is not slowed by round trips. For use
/// inside one grain, whose turns never overlap.
/// </summary>
internal sealed class TurnWriter(
    TurnLog log, TurnKey key, ConversationTurn turn, StoragePatience patience, CancellationToken stop)
{
    private readonly List<ChatDelta> _gathered = [];
    private Task _writing = Task.CompletedTask;

    /// <summary>A write has failed for good; <see cref="FlushAsync"/> says why.</summary>
    public bool IsBroken => _writing is { IsCompleted: true, IsCompletedSuccessfully: false };

    public void Take(ChatDelta delta)
    {
        _gathered.Add(delta);
        if (_writing.IsCompletedSuccessfully)
            _writing = WriteAsync();
    }

    /// <summary>Waits until all that was taken is durable, however long Redis is away.</summary>
    /// <exception cref="TurnTakenOverException">Another activation writes this answer, or has ended it.</exception>
    public Task FlushAsync() => _writing;

    private async Task WriteAsync()
    {
        while (_gathered.Count > 0)
        {
            ChatDelta piece = Join(_gathered);
            _gathered.Clear();
            if (!await patience.WaitAsync(() => log.AppendAsync(key, turn.Pieces, piece), stop))
                throw new TurnTakenOverException();
            turn.Append(piece);
        }
    }

    private static ChatDelta Join(IReadOnlyList<ChatDelta> deltas) => deltas.Count == 1
        ? deltas[0]
        : new ChatDelta(
            [.. deltas.SelectMany(delta => delta.Tokens)], string.Concat(deltas.Select(delta => delta.Text)), deltas[^1].Finish,
            deltas.Any(delta => delta.Logprobs is not null) ? [.. deltas.SelectMany(delta => delta.Logprobs ?? [])] : null);
}

/// <summary>Another activation of the same grain has gone on with the turn; this one must not.</summary>
internal sealed class TurnTakenOverException() : Exception("The turn goes on in another activation of its grain.");
