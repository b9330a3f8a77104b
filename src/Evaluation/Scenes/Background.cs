namespace JanusCluster.Evaluation.Scenes;

/// <summary>The color of what lies behind the objects; none of them is one of an object.</summary>
public enum Background
{
    White,
    Gray,
    Black,
    Brown,
}
