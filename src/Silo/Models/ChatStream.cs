using System.Runtime.CompilerServices;
using System.Threading.Channels;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Models;
using JanusCluster.Model.Engine;
using JanusCluster.Model.Tokenization;

namespace JanusCluster.Silo.Models;

/// <summary>One answer from the engine's ids to pieces of text.</summary>
internal sealed class ChatStream
{
    private readonly Channel<DrawnToken> _drawn =
        Channel.CreateUnbounded<DrawnToken>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private readonly BpeTokenizer _tokenizer;
    private readonly IncrementalDetokenizer _detokenizer;
    private readonly StopStrings _stops;
    private readonly int _promptTokens;
    private int _length; // of the text so far, whether it was shown or not

    public ChatStream(ServedModel model, TextGeneration request, IReadOnlyList<string> stops)
    {
        _tokenizer = model.Tokenizer;
        _detokenizer = model.Tokenizer.CreateDetokenizer();
        _stops = new StopStrings(stops);
        _promptTokens = request.Prompt.Ids.Length;
        // The channel is as long as the answer at most, so the engine's thread never waits for a slow reader.
        Sequence = new TextSequence(request, Take, Fail);
        foreach (int id in request.Resume)
            Read(id);
    }

    public TextSequence Sequence { get; }

    public void Fail(Exception error) => _drawn.Writer.TryComplete(EngineHost.ToJanus(error));

    public async IAsyncEnumerable<ChatDelta> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int made = 0;
        var ids = new List<int>();
        List<TokenLogprob>? logprobs = NewLogprobs();
        string text = "";
        while (!_stops.Stopped && await _drawn.Reader.WaitToReadAsync(cancellationToken))
        {
            while (!_stops.Stopped && _drawn.Reader.TryRead(out DrawnToken token))
            {
                made++;
                ids.Add(token.Id);
                if (token.Scores is { } scores)
                    logprobs?.Add(ToLogprob(token.Id, scores));
                text += Read(token.Id);
            }

            // The last ids come with the end: whoever goes on behind ids that it has need never begin behind the last.
            if (_stops.Stopped || Sequence.FinishReason is not null)
                continue;
            yield return new ChatDelta(ids, text, null, logprobs);
            ids = [];
            logprobs = NewLogprobs();
            text = "";
        }

        string rest = _stops.Stopped ? "" : _stops.Push(_detokenizer.Flush()) + _stops.Flush();
        string reason = _stops.Stopped ? "stop" : Sequence.FinishReason ?? "stop";
        yield return new ChatDelta(
            ids, text + rest, new ChatFinish(reason, _promptTokens, Sequence.Request.Resume.Count + made, Math.Min(Sequence.CachedTokens, _promptTokens)), logprobs);
    }

    private List<TokenLogprob>? NewLogprobs() => Sequence.Request.TopLogprobs is null ? null : [];

    private TokenLogprob ToLogprob(int id, TokenScores scores) => new(
        id, _tokenizer.BytesOf(id), scores.Logprob,
        [.. scores.Top.Select(other => new TokenAlternative(other.Id, _tokenizer.BytesOf(other.Id), other.Logprob))], _length);

    /// <returns>What can be shown of the answer's text with this id.</returns>
    private string Read(int id)
    {
        string text = _detokenizer.Append(id);
        _length += text.Length;
        return _stops.Push(text);
    }

    private void Take(TextSequence sequence, int id)
    {
        _drawn.Writer.TryWrite(new DrawnToken(id, sequence.Scores));
        if (sequence.FinishReason is not null)
            _drawn.Writer.TryComplete();
    }

    private readonly record struct DrawnToken(int Id, TokenScores? Scores);
}
