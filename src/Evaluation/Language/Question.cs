using JanusCluster.Evaluation.Scenes;

namespace JanusCluster.Evaluation.Language;

/// <summary>A question about a scene, and the answer that a model learns.</summary>
/// <param name="Scene">What the picture shows.</param>
public sealed record Question(QuestionKind Kind, string Text, string Answer, Scene Scene);
