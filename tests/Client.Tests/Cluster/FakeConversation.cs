using JanusCluster.Contracts.Chat;

namespace JanusCluster.Client.Tests.Cluster;

/// <summary>Answers every question with its words, one with each read.</summary>
internal sealed class FakeConversation : IConversationGrain
{
    private string _answer = "";
    private bool _cancelled;

    public List<TurnRequest> Turns { get; } = [];

    /// <summary>Called with each read.</summary>
    public Action? OnRead { get; set; }

    /// <summary>Thrown by the next calls, one each, after they have been carried out: nobody hears that they were.</summary>
    public Queue<Exception> Unheard { get; } = [];

    public bool NeverEnds { get; set; }

    public bool WasCancelled => _cancelled;

    public Task<int> StartTurnAsync(TurnRequest request)
    {
        if (request.Id is null || Turns.All(turn => turn.Id != request.Id))
            Turns.Add(request);
        _answer = $"You said: {request.Message.Text}";
        return Unheard.TryDequeue(out Exception? lost) ? Task.FromException<int>(lost) : Task.FromResult(Turns.Count);
    }

    public async Task<TurnChunk> ReadAsync(int turn, int offset, CancellationToken cancellationToken = default)
    {
        OnRead?.Invoke();
        if (NeverEnds && offset >= _answer.Length)
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        if (Unheard.TryDequeue(out Exception? lost))
            throw lost;
        int end = Math.Min(_answer.Length, offset + 4);
        return new TurnChunk(_answer[offset..end], end == _answer.Length && !NeverEnds ? "stop" : null, 1, 1);
    }

    public Task CancelTurnAsync(int turn)
    {
        _cancelled = true;
        return Task.CompletedTask;
    }

    public Task<Transcript> GetTranscriptAsync() => throw new NotSupportedException();

    public Task<TurnWithMessages> GetTurnAsync(int turn) => throw new NotSupportedException();

    public Task<Transcript> CreateAsync(IReadOnlyList<ChatMessage> history, IReadOnlyDictionary<string, string>? metadata) =>
        throw new NotSupportedException();

    public Task DeleteAsync() => throw new NotSupportedException();

    public Task<bool> DeleteIfIdleAsync(DateTimeOffset cutoff) => throw new NotSupportedException();
}
