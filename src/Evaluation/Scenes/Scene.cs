namespace JanusCluster.Evaluation.Scenes;

/// <summary>A picture by its contents.</summary>
/// <param name="Layout">How the objects stand to each other.</param>
/// <param name="Objects">
/// In reading order; in a <see cref="SceneLayout.Row"/> from the left, in a <see cref="SceneLayout.Column"/> from the top.
/// </param>
public sealed record Scene(SceneLayout Layout, Background Background, IReadOnlyList<SceneObject> Objects)
{
    /// <summary>The roles of an object: what it is to the others.</summary>
    public IEnumerable<Role> RolesOf(SceneObject one)
    {
        switch (Layout)
        {
            case SceneLayout.Single:
                return [Role.Alone];
            case SceneLayout.Group:
                return [Objects.Count switch { 2 => Role.OneOfTwo, 3 => Role.OneOfThree, _ => Role.OneOfFour }];
            default:
                return Objects.Where(other => other != one).SelectMany(other => Roles(one, other)).Distinct();
        }
    }

    private static IEnumerable<Role> Roles(SceneObject one, SceneObject other)
    {
        if (SceneGeometry.Relation(one, other) is { } relation)
            yield return relation switch
            {
                Relation.LeftOf => Role.Left,
                Relation.RightOf => Role.Right,
                Relation.Above => Role.Above,
                _ => Role.Below,
            };
    }
}
