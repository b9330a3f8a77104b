namespace JanusCluster.Evaluation.Scenes;

/// <summary>How the objects of a scene stand to each other.</summary>
public enum SceneLayout
{
    /// <summary>One object, about the middle.</summary>
    Single,

    /// <summary>Two objects side by side.</summary>
    Row,

    /// <summary>Two objects, one above the other.</summary>
    Column,

    /// <summary>Two to four objects of one shape and color.</summary>
    Group,

    /// <summary>Three or four objects, one to a corner.</summary>
    Corners,
}
