using System.Runtime.CompilerServices;
using System.Threading.Channels;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Silo.Models;

/// <summary>One answer of a simulated engine, from its run to pieces of text.</summary>
internal sealed class SimulatedChatStream
{
    private readonly Channel<int> _made =
        Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private readonly ChatWork _work;
    private readonly int[] _ids;
    private readonly StopStrings _stops;
    private int _length; // of the text so far

    public SimulatedChatStream(ChatWork work)
    {
        _work = work;
        int[] answer = SimulatedAnswer.Ids(Message, work.Settings.MaxTokens);
        _ids = [.. work.Resume, .. answer.Skip(work.Resume.Count)];
        _stops = new StopStrings(work.Settings.Stop ?? []);
        Run = new SimulatedRun(work.Resume.Count, _ids.Length, count => _made.Writer.TryWrite(count));
        for (int i = 0; i < work.Resume.Count; i++)
            Read(i);
    }

    public SimulatedRun Run { get; }

    private string Message => _work.Messages[^1].Text;

    /// <summary>The stream ends as <paramref name="run"/> does.</summary>
    public async Task EndWithAsync(Task run)
    {
        try
        {
            await run;
            _made.Writer.TryComplete();
        }
        catch (Exception e)
        {
            _made.Writer.TryComplete(e);
        }
    }

    public async IAsyncEnumerable<ChatDelta> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int sent = _work.Resume.Count;
        while (!_stops.Stopped && await _made.Reader.WaitToReadAsync(cancellationToken))
        {
            int first = sent;
            string text = "";
            List<TokenLogprob>? logprobs = _work.Settings.TopLogprobs is null ? null : [];
            while (_made.Reader.TryRead(out int made))
            {
                for (; sent < made && !_stops.Stopped; sent++)
                {
                    logprobs?.Add(SimulatedLogprobs.Of(_ids[sent], sent, _work.Settings.TopLogprobs ?? 0, _length));
                    text += Read(sent);
                }
            }

            yield return new ChatDelta(_ids[first..sent], text, null, logprobs);
        }

        bool whole = _stops.Stopped || SimulatedAnswer.Length(Message) <= _work.Settings.MaxTokens;
        yield return new ChatDelta([], _stops.Flush(), new ChatFinish(whole ? "stop" : "length", PromptTokens(), sent));
    }

    private string Read(int index)
    {
        string text = SimulatedAnswer.Text(_ids[index], index);
        _length += text.Length;
        return _stops.Push(text);
    }

    /// <summary>A word is a token.</summary>
    private int PromptTokens() => _work.Messages.Sum(
        message => message.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length);
}
