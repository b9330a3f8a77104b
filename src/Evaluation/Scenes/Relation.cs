namespace JanusCluster.Evaluation.Scenes;

/// <summary>Where one object stands, seen from another.</summary>
public enum Relation
{
    LeftOf,
    RightOf,
    Above,
    Below,
}
