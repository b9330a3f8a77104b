namespace JanusCluster.Evaluation.Scenes;

/// <summary>One object of a scene.</summary>
/// <param name="X">Of its centre, in pixels of a scene of <see cref="SceneGeometry.Side"/>.</param>
/// <param name="Y">Of its centre, from the top.</param>
public sealed record SceneObject(Shape Shape, ObjectColor Color, ObjectSize Size, int X, int Y);
