namespace JanusCluster.Evaluation.Scenes;

/// <summary>What an object is to the others of its scene.</summary>
public enum Role
{
    Alone,
    Left,
    Right,
    Above,
    Below,
    OneOfTwo,
    OneOfThree,
    OneOfFour,
}
