using JanusCluster.Evaluation.Scenes;

namespace JanusCluster.Evaluation.Language;

/// <summary>A description of a scene, and what a picture must show to follow it.</summary>
/// <param name="Text">English.</param>
/// <param name="Expected">The scene, of which only what <paramref name="Detail"/> names was said.</param>
public sealed record Caption(string Text, Scene Expected, CaptionDetail Detail);
