using JanusCluster.Evaluation.Scenes;

namespace JanusCluster.Evaluation.Detection;

/// <summary>What is in a picture.</summary>
public sealed record SceneDetection(Background Background, IReadOnlyList<DetectedObject> Objects);
