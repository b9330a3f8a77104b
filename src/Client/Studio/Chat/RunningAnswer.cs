using System.Text;
using JanusCluster.Client.Chat;
using JanusCluster.Contracts.Chat;

namespace JanusCluster.Client.Studio.Chat;

/// <summary>An answer while it arrives on a page. Leaving the page leaves it running.</summary>
internal sealed class RunningAnswer(Answer answer, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Between two showings: faster than that nobody reads.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(80);

    private readonly StringBuilder _text = new();
    private readonly CancellationTokenSource _left = new();
    private readonly long _started = time.GetTimestamp();
    private Task _reading = Task.CompletedTask;

    public string Text => _text.ToString();

    /// <summary>Until the first piece; null before it.</summary>
    public TimeSpan? FirstToken { get; private set; }

    /// <summary>Set with the end.</summary>
    public TurnChunk? Last { get; private set; }

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    /// <param name="onChange">Called now and then while there is more, and at the end.</param>
    /// <param name="onEnd">Called once; with the failure where it failed.</param>
    public void Start(Func<Task> onChange, Func<Exception?, Task> onEnd) => _reading = ReadAsync(onChange, onEnd);

    /// <summary>Ends the answer; what was said stays.</summary>
    public Task StopAsync() => answer.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await _left.CancelAsync();
        await _reading;
        _left.Dispose();
    }

    private async Task ReadAsync(Func<Task> onChange, Func<Exception?, Task> onEnd)
    {
        try
        {
            long shown = 0;
            await foreach (TurnChunk chunk in answer.ReadAsync(_left.Token, cancelWhenLeft: false))
            {
                _text.Append(chunk.Text);
                if (chunk.Text.Length > 0)
                    FirstToken ??= Elapsed;
                Last = chunk.FinishReason is null ? null : chunk;
                if (Last is not null || time.GetElapsedTime(shown) < Pace)
                    continue;
                shown = time.GetTimestamp();
                await onChange();
            }

            await onEnd(null);
        }
        catch (Exception) when (_left.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            await onEnd(e);
        }
    }
}
