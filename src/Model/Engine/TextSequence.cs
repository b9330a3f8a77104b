using JanusCluster.Model.Tokenization;

namespace JanusCluster.Model.Engine;

/// <summary>An answer to draw.</summary>
/// <param name="Pixels">Normalised pixels of each image, [3, side, side].</param>
/// <param name="Resume">Ids of the answer that an earlier run has drawn already; drawing goes on behind them.</param>
/// <param name="StopIds">Ids that end the answer.</param>
/// <param name="RepetitionPenalty">For ids already in the answer: positive logits are divided by it, negative multiplied (Keskar et al. 2019).</param>
public sealed record TextGeneration(
    VisionPrompt Prompt,
    IReadOnlyList<float[]> Pixels,
    IReadOnlyList<int> Resume,
    IReadOnlyCollection<int> StopIds,
    int MaxTokens,
    double RepetitionPenalty,
    SamplingSettings Sampling);

/// <summary>An answer as its tokens are drawn.</summary>
/// <param name="next">Called with each id; after the last call <see cref="FinishReason"/> is set.</param>
public sealed class TextSequence(TextGeneration request, Action<TextSequence, int> next, Action<Exception> failed) : Sequence
{
    private readonly List<int> _answer = [.. request.Resume];

    public TextGeneration Request => request;

    /// <summary>Ids of the answer so far, the resumed ones and the stop id included.</summary>
    public IReadOnlyList<int> Answer => _answer;

    /// <summary>stop or length; null while it runs.</summary>
    public string? FinishReason { get; private set; }

    public override int Rows => 1;

    public override int MaxLength => request.Prompt.Ids.Length + request.MaxTokens;

    internal override SamplingSettings Sampling => request.Sampling;

    internal override float NextUniform() => CounterRandom.Uniform(request.Sampling.Seed, _answer.Count);

    internal override void Accept(long id)
    {
        _answer.Add((int)id);
        NextInput = id;
        FinishReason = request.StopIds.Contains((int)id) ? "stop" : _answer.Count >= request.MaxTokens ? "length" : null;
        IsFinished = FinishReason is not null;
        next(this, (int)id);
    }

    internal override void Fail(Exception reason) => failed(reason);
}
