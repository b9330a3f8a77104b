using System.Text;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Silo.Chat;

/// <summary>The answer of one turn as it grows. Belongs to one grain, whose turns never overlap.</summary>
internal sealed class ConversationTurn(int number, TimeProvider time)
{
    private readonly StringBuilder _text = new();
    private readonly ChangeSignal _changed = new(time);
    private readonly CancellationTokenSource _cancellation = new();
    private ChatFinish? _finish;
    private JanusException? _error;

    public int Number => number;

    public bool IsRunning { get; private set; } = true;

    public string Text => _text.ToString();

    public CancellationToken Token => _cancellation.Token;

    public void Cancel() => _cancellation.Cancel();

    public void Append(ChatDelta delta)
    {
        _text.Append(delta.Text);
        _finish = delta.Finish ?? _finish;
        _changed.Raise();
    }

    public void Complete() => End(null);

    public void Fail(JanusException error) => End(error);

    /// <summary>Waits for text behind <paramref name="offset"/> or for the end, at most <paramref name="timeout"/>.</summary>
    public async Task WaitAsync(int offset, TimeSpan timeout, CancellationToken cancellationToken)
    {
        while (IsRunning && _text.Length <= offset)
        {
            if (!await _changed.WaitAsync(timeout, cancellationToken))
                return;
        }
    }

    /// <exception cref="JanusException">The turn failed, and all of its text has been read.</exception>
    public TurnChunk Read(int offset)
    {
        int from = Math.Clamp(offset, 0, _text.Length);
        if (_error is not null && from == _text.Length)
            throw _error;
        string? reason = IsRunning || _error is not null ? null : _finish?.Reason ?? "cancelled";
        return new TurnChunk(
            _text.ToString(from, _text.Length - from), reason, _finish?.PromptTokens ?? 0, _finish?.CompletionTokens ?? 0);
    }

    private void End(JanusException? error)
    {
        _error = error;
        IsRunning = false;
        _cancellation.Dispose();
        _changed.Raise();
    }
}
