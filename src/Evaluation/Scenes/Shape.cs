namespace JanusCluster.Evaluation.Scenes;

/// <summary>What an object can be.</summary>
public enum Shape
{
    Circle,
    Square,
    Triangle,
    Star,
    Ring,
    Cross,
}
