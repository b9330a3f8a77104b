using JanusCluster.Model.Runtime;

namespace JanusCluster.Model.Engine;

/// <summary>An image as its codes are drawn, in raster order.</summary>
public sealed class ImageSequence : Sequence
{
    private readonly ushort[] _codes;
    private readonly Action<ImageSequence> _progress;
    private readonly Action<Exception> _failed;

    /// <param name="codes">Codes of a whole image.</param>
    /// <param name="progress">Called with each code, on the engine's thread.</param>
    /// <param name="failed">Called once instead of the last progress, on the engine's thread.</param>
    /// <exception cref="ArgumentException">There are as many codes to resume from as a whole image has, or more.</exception>
    public ImageSequence(ImageGeneration request, int codes, Action<ImageSequence> progress, Action<Exception> failed)
    {
        if (request.Resume.Count >= codes)
            throw new ArgumentException($"{request.Resume.Count} codes are no beginning of an image of {codes}.", nameof(request));
        Request = request;
        _codes = new ushort[codes];
        _progress = progress;
        _failed = failed;

        InputToken[][] prompts = IsGuided
            ? [ToTokens(request.Prompt.Conditional), ToTokens(request.Prompt.Unconditional)]
            : [ToTokens(request.Prompt.Conditional)];
        Tokens = new TokenRows(prompts, MaxLength);
        PromptKeys =
        [
            .. prompts.Select((prompt, row) => (row == 0 ? PrefixKey.OfTenant(request.Salt) : PrefixKey.OfAll)
                .Extend(prompt.AsSpan(0, SharedLength), [], 1)),
        ];
        foreach (ushort code in request.Resume)
            Append(code);
    }

    public ImageGeneration Request { get; }

    /// <summary>Codes drawn so far, the resumed ones included.</summary>
    public int Count { get; private set; }

    public int Total => _codes.Length;

    public ReadOnlyMemory<ushort> Codes => _codes.AsMemory(0, Count);

    public bool IsGuided => Request.Guidance != 1;

    public override int Rows => IsGuided ? 2 : 1;

    public override int MaxLength => Request.Prompt.Conditional.Length + _codes.Length;

    public override RequestClass Class => Request.Class;

    /// <summary>Tokens of the prompt that all images of it share: all but the last.</summary>
    internal int SharedLength => Request.Prompt.Conditional.Length - 1;

    /// <summary>Each row's shared prompt, by content.</summary>
    internal IReadOnlyList<PrefixKey> PromptKeys { get; }

    /// <summary>Each row's shared prompt while the sequence holds memory.</summary>
    internal IReadOnlyList<SharedPrompt> Prompts { get; set; } = [];

    internal override TokenRows Tokens { get; }

    internal override SamplingSettings Sampling => Request.Sampling;

    /// <summary>Stands in for the generator in tests that bring their own numbers.</summary>
    internal Func<int, float>? Uniforms { get; init; }

    internal override float NextUniform() => Uniforms?.Invoke(Count) ?? CounterRandom.Uniform(Request.Sampling.Seed, Count);

    internal override void Accept(int id)
    {
        Append(checked((ushort)id));
        IsFinished = Count == Total;
        _progress(this);
    }

    internal override void Fail(Exception reason) => _failed(reason);

    private void Append(ushort code)
    {
        _codes[Count++] = code;
        Tokens.Append(new InputToken(TokenKind.Code, code));
    }

    private static InputToken[] ToTokens(ReadOnlyMemory<int> ids) =>
        Array.ConvertAll(ids.ToArray(), id => new InputToken(TokenKind.Text, id));
}
