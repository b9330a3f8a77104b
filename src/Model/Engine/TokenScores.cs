namespace JanusCluster.Model.Engine;

/// <summary>How likely the model held an id that was drawn: by the softmax of its own logits, before penalties, temperature and truncation.</summary>
/// <param name="Logprob">Natural logarithm of its probability.</param>
/// <param name="Top">The likeliest ids in its place, likeliest first, as many as were asked for.</param>
public sealed record TokenScores(float Logprob, IReadOnlyList<ScoredId> Top);

/// <param name="Logprob">Natural logarithm of its probability.</param>
public readonly record struct ScoredId(int Id, float Logprob);
