using JanusCluster.Model.Tokenization;

namespace JanusCluster.Model.Engine;

/// <summary>One image to draw.</summary>
/// <param name="Guidance">Weight of classifier-free guidance (Ho and Salimans 2022); 1 is none.</param>
public sealed record ImageGeneration(ImagePrompt Prompt, double Guidance, SamplingSettings Sampling);

/// <summary>An image as its codes are drawn, in raster order.</summary>
public sealed class ImageSequence(ImageGeneration request, int codes, Action<ImageSequence> progress, Action<Exception> failed)
    : Sequence
{
    private readonly ushort[] _codes = new ushort[codes];

    public ImageGeneration Request => request;

    /// <summary>Codes drawn so far.</summary>
    public int Count { get; private set; }

    public int Total => codes;

    public ReadOnlyMemory<ushort> Codes => _codes.AsMemory(0, Count);

    public bool IsGuided => request.Guidance != 1;

    public override int Rows => IsGuided ? 2 : 1;

    public override int MaxLength => request.Prompt.Conditional.Length + codes;

    internal override SamplingSettings Sampling => request.Sampling;

    /// <summary>Stands in for the generator in tests that bring their own numbers.</summary>
    internal Func<int, float>? Uniforms { get; init; }

    internal override float NextUniform() => Uniforms?.Invoke(Count) ?? CounterRandom.Uniform(request.Sampling.Seed, Count);

    internal override void Accept(long id)
    {
        _codes[Count++] = checked((ushort)id);
        NextInput = id;
        IsFinished = Count == codes;
        progress(this);
    }

    internal override void Fail(Exception reason) => failed(reason);
}
