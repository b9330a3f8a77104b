namespace JanusCluster.Evaluation.Scenes;

/// <summary>Sizes and places.</summary>
public static class SceneGeometry
{
    /// <summary>Pixels along a side.</summary>
    public const int Side = 64;

    /// <summary>An object is beside another when the distance along one axis is at least twice that along the other.</summary>
    private const int Slope = 2;

    /// <summary>Half the width of an object, in pixels.</summary>
    public static int Radius(ObjectSize size) => size == ObjectSize.Small ? 8 : 13;

    /// <summary>Null where the objects stand neither beside nor above each other.</summary>
    public static Relation? Relation(SceneObject one, SceneObject other) => Relation(one.X - other.X, one.Y - other.Y);

    /// <param name="dx">From the other to the one, to the right.</param>
    /// <param name="dy">Downwards.</param>
    public static Relation? Relation(double dx, double dy)
    {
        if (Math.Abs(dx) >= Slope * Math.Abs(dy))
            return dx < 0 ? Scenes.Relation.LeftOf : Scenes.Relation.RightOf;
        if (Math.Abs(dy) >= Slope * Math.Abs(dx))
            return dy < 0 ? Scenes.Relation.Above : Scenes.Relation.Below;
        return null;
    }

    /// <summary>The same, seen from the other.</summary>
    public static Relation Opposite(Relation relation) => relation switch
    {
        Scenes.Relation.LeftOf => Scenes.Relation.RightOf,
        Scenes.Relation.RightOf => Scenes.Relation.LeftOf,
        Scenes.Relation.Above => Scenes.Relation.Below,
        _ => Scenes.Relation.Above,
    };
}
