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
    SamplingSettings Sampling)
{
    /// <summary>The tenant's: only requests of one salt find each other's stored prefixes. Default: empty.</summary>
    public string Salt { get; init; } = "";

    /// <summary>Have the log probability of each id told, and of so many likeliest ones. Default: null, which tells none.</summary>
    public int? TopLogprobs { get; init; }
}
