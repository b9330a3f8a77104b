namespace JanusCluster.Evaluation.Scenes;

/// <summary>The color of an object.</summary>
public enum ObjectColor
{
    Red,
    Orange,
    Yellow,
    Green,
    Cyan,
    Blue,
    Purple,
    Pink,
}
