using JanusCluster.Model.Tokenization;

namespace JanusCluster.Model.Engine;

/// <summary>One image to draw.</summary>
/// <param name="Guidance">Weight of classifier-free guidance (Ho and Salimans 2022); 1 is none.</param>
public sealed record ImageGeneration(ImagePrompt Prompt, double Guidance, SamplingSettings Sampling)
{
    /// <summary><see cref="RequestClass.Interactive"/> or <see cref="RequestClass.Bulk"/>. Default: bulk.</summary>
    public RequestClass Class { get; init; } = RequestClass.Bulk;

    /// <summary>Requests of one salt share the work on equal prompts; others can neither use nor notice it. Default: empty.</summary>
    public string Salt { get; init; } = "";

    /// <summary>Codes that an earlier run has drawn already; drawing goes on behind them.</summary>
    public IReadOnlyList<ushort> Resume { get; init; } = [];
}
