namespace JanusCluster.Model.Tokenization;

/// <summary>The ids of a prompt that an image is made from.</summary>
/// <param name="Conditional">BOS first, <c>&lt;begin_of_image&gt;</c> last.</param>
/// <param name="Unconditional">For guidance, of equal length: all but first and last are padding, which is attended like any token.</param>
public sealed record ImagePrompt(ReadOnlyMemory<int> Conditional, ReadOnlyMemory<int> Unconditional);
