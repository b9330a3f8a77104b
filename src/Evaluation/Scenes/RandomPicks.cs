namespace JanusCluster.Evaluation.Scenes;

/// <summary>One of several, each with equal chance and at the cost of one number.</summary>
public static class RandomPicks
{
    public static T Pick<T>(this Random random, IReadOnlyList<T> all) => all[random.Next(all.Count)];

    public static T Pick<T>(this Random random)
        where T : struct, Enum => random.Pick(Enum.GetValues<T>());
}
