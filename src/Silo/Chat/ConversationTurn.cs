using System.Text;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Silo.Chat;

/// <summary>
/// The answer of one turn as it grows; what is in it is durable. Belongs to one grain, whose turns never overlap.
/// </summary>
/// <param name="tellsLogprobs">Whether they are asked for.</param>
internal sealed class ConversationTurn(int number, TimeProvider time, bool tellsLogprobs = false)
{
    public const string Cancelled = "cancelled";

    private readonly StringBuilder _text = new();
    private readonly List<int> _tokens = [];
    private List<TokenLogprob>? _logprobs = tellsLogprobs ? [] : null;
    private readonly ChangeSignal _changed = new(time);
    private readonly CancellationTokenSource _cancellation = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FinishedTurn? _end;

    public int Number => number;

    public bool IsRunning => _end is null;

    /// <summary>Completes when the turn's end is stored.</summary>
    public Task Ended => _ended.Task;

    public string Text => _text.ToString();

    /// <summary>Ids of the answer so far.</summary>
    public IReadOnlyList<int> Tokens => _tokens;

    /// <summary>Of the tokens so far, where they were asked for.</summary>
    public IReadOnlyList<TokenLogprob>? Logprobs => _logprobs;

    /// <summary>Called when the first token can be read, unless that was before this life of the grain.</summary>
    public Action? Began { get; set; }

    /// <summary>Pieces that it came in.</summary>
    public int Pieces { get; private set; }

    /// <summary>Set with the last piece. The turn runs on until its end is stored.</summary>
    public ChatFinish? Finish { get; private set; }

    /// <summary>Cancelled when nothing more is wanted of the answer.</summary>
    public CancellationToken Token => _cancellation.Token;

    public void Cancel() => _cancellation.Cancel();

    public void Append(ChatDelta delta)
    {
        if (_tokens.Count == 0 && delta.Tokens.Count > 0)
            Began?.Invoke();
        _text.Append(delta.Text);
        _tokens.AddRange(delta.Tokens);
        if (delta.Logprobs is { } logprobs)
            (_logprobs ??= []).AddRange(logprobs);
        Pieces++;
        Finish ??= delta.Finish;
        _changed.Raise();
    }

    public void End(FinishedTurn end)
    {
        _end = end;
        _ended.TrySetResult();
        _changed.Raise();
    }

    /// <summary>Waits for text behind <paramref name="offset"/> or for the end, at most <paramref name="timeout"/>.</summary>
    public async Task WaitAsync(int offset, TimeSpan timeout, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        while (IsRunning && _text.Length <= offset && timeout - time.GetElapsedTime(started) is var left && left > TimeSpan.Zero)
            await _changed.WaitAsync(left, cancellationToken);
    }

    /// <inheritdoc cref="FinishedTurn.Read"/>
    public TurnChunk Read(int offset)
    {
        if (_end is { } end)
            return end.Read(offset);
        int from = Math.Clamp(offset, 0, _text.Length);
        return new TurnChunk(
            _text.ToString(from, _text.Length - from), null, 0, 0, LogprobRange.Within(_logprobs, from, _text.Length));
    }
}
