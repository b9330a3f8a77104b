using JanusCluster.Model.Runtime;
using JanusCluster.Model.Tokenization;

namespace JanusCluster.Model.Engine;

/// <summary>An answer as its tokens are drawn.</summary>
public sealed class TextSequence : Sequence
{
    private readonly List<int> _answer;
    private readonly Action<TextSequence, int> _next;
    private readonly Action<Exception> _failed;
    private readonly List<PrefixKey> _keys;
    private readonly PrefixKey[] _images;

    /// <param name="next">Called with each id, on the engine's thread; after the last call <see cref="FinishReason"/> is set.</param>
    /// <param name="failed">Called once instead of the last id, on the engine's thread.</param>
    /// <exception cref="ArgumentException">There is nothing left to draw.</exception>
    public TextSequence(TextGeneration request, Action<TextSequence, int> next, Action<Exception> failed)
    {
        if (request.Resume.Count >= request.MaxTokens)
            throw new ArgumentException($"{request.Resume.Count} tokens are resumed and at most {request.MaxTokens} are wanted.", nameof(request));
        Request = request;
        _next = next;
        _failed = failed;
        _answer = [.. request.Resume];
        _images = [.. request.Pixels.Select(pixels => PrefixKey.OfImage(pixels, (int)Math.Sqrt(pixels.Length / 3)))];
        _keys = [PrefixKey.OfTenant(request.Salt)];
        Tokens = new TokenRows([ToTokens(request.Prompt)], MaxLength);
        foreach (int id in request.Resume)
            Tokens.Append(new InputToken(TokenKind.Text, id));
        Features = new ImageFeatures(request);
    }

    public TextGeneration Request { get; }

    /// <summary>Ids of the answer so far, the resumed ones and the stop id included.</summary>
    public IReadOnlyList<int> Answer => _answer;

    /// <summary>stop or length; null while it runs.</summary>
    public string? FinishReason { get; private set; }

    /// <summary>Of the last id that was drawn, where they are asked for.</summary>
    public TokenScores? Scores { get; internal set; }

    public override int Rows => 1;

    public override int MaxLength => Request.Prompt.Ids.Length + Request.MaxTokens;

    public override RequestClass Class => RequestClass.Chat;

    internal ImageFeatures Features { get; }

    /// <summary>Positions before this one can be computed: the images before it are encoded.</summary>
    internal int Readable { get; set; } = int.MaxValue;

    /// <summary>Tokens of the prompt that needed no prefill, since the prefix cache had them.</summary>
    public int CachedTokens { get; internal set; }

    /// <summary>Blocks at the sequence's beginning that the prefix cache has.</summary>
    internal int StoredBlocks { get; set; }

    internal override TokenRows Tokens { get; }

    internal override SamplingSettings Sampling => Request.Sampling;

    /// <summary>The key of a whole block of known tokens.</summary>
    internal PrefixKey KeyOf(int block)
    {
        for (int next = _keys.Count - 1; next <= block; next++)
        {
            ReadOnlySpan<InputToken> tokens = Tokens.Row(0).Slice(next * ITransformer.BlockSize, ITransformer.BlockSize);
            _keys.Add(_keys[next].Extend(tokens, _images, Request.Prompt.TokensPerImage));
        }

        return _keys[block + 1];
    }

    internal override float NextUniform() => CounterRandom.Uniform(Request.Sampling.Seed, _answer.Count);

    internal override void Accept(int id)
    {
        _answer.Add(id);
        Tokens.Append(new InputToken(TokenKind.Text, id));
        FinishReason = Request.StopIds.Contains(id) ? "stop" : _answer.Count >= Request.MaxTokens ? "length" : null;
        IsFinished = FinishReason is not null;
        _next(this, id);
    }

    internal override void Fail(Exception reason) => _failed(reason);

    private static InputToken[] ToTokens(VisionPrompt prompt)
    {
        InputToken[] tokens = Array.ConvertAll(prompt.Ids.ToArray(), id => new InputToken(TokenKind.Text, id));
        for (int image = 0; image < prompt.ImageStarts.Count; image++)
        {
            for (int i = 0; i < prompt.TokensPerImage; i++)
                tokens[prompt.ImageStarts[image] + i] = new InputToken(TokenKind.Feature, (image * prompt.TokensPerImage) + i);
        }

        return tokens;
    }
}
