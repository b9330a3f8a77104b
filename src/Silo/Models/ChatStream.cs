using System.Runtime.CompilerServices;
using System.Threading.Channels;
using JanusCluster.Contracts.Models;
using JanusCluster.Model.Engine;
using JanusCluster.Model.Tokenization;

namespace JanusCluster.Silo.Models;

/// <summary>One answer from the engine's ids to pieces of text.</summary>
internal sealed class ChatStream
{
    private readonly Channel<int> _ids =
        Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private readonly IncrementalDetokenizer _detokenizer;
    private readonly StopStrings _stops;
    private readonly int _promptTokens;

    public ChatStream(ServedModel model, TextGeneration request, IReadOnlyList<string> stops)
    {
        _detokenizer = model.Tokenizer.CreateDetokenizer();
        _stops = new StopStrings(stops);
        _promptTokens = request.Prompt.Ids.Length;
        // The channel is as long as the answer at most, so the engine's thread never waits for a slow reader.
        Sequence = new TextSequence(request, Take, Fail);
        foreach (int id in request.Resume)
            _stops.Push(_detokenizer.Append(id));
    }

    public TextSequence Sequence { get; }

    public void Fail(Exception error) => _ids.Writer.TryComplete(EngineHost.ToJanus(error));

    public async IAsyncEnumerable<ChatDelta> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int made = 0;
        var ids = new List<int>();
        string text = "";
        while (!_stops.Stopped && await _ids.Reader.WaitToReadAsync(cancellationToken))
        {
            while (!_stops.Stopped && _ids.Reader.TryRead(out int id))
            {
                made++;
                ids.Add(id);
                text += _stops.Push(_detokenizer.Append(id));
            }

            // The last ids come with the end: whoever goes on behind ids that it has need never begin behind the last.
            if (_stops.Stopped || Sequence.FinishReason is not null)
                continue;
            yield return new ChatDelta(ids, text, null);
            ids = [];
            text = "";
        }

        string rest = _stops.Stopped ? "" : _stops.Push(_detokenizer.Flush()) + _stops.Flush();
        string reason = _stops.Stopped ? "stop" : Sequence.FinishReason ?? "stop";
        yield return new ChatDelta(ids, text + rest, new ChatFinish(reason, _promptTokens, Sequence.Request.Resume.Count + made));
    }

    private void Take(TextSequence sequence, int id)
    {
        _ids.Writer.TryWrite(id);
        if (sequence.FinishReason is not null)
            _ids.Writer.TryComplete();
    }
}
