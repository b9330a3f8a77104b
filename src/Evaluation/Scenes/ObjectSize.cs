namespace JanusCluster.Evaluation.Scenes;

/// <summary>How large an object is: <see cref="SceneGeometry.Radius"/>.</summary>
public enum ObjectSize
{
    Small,
    Large,
}
