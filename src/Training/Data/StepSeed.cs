namespace JanusCluster.Training.Data;

/// <summary>The randomness of one step: a function of the run's seed and the step, so that a resumed run sees what it would have seen.</summary>
internal static class StepSeed
{
    public static Random Of(int seed, int step) => new(unchecked(seed * 1_000_003 + step));
}
