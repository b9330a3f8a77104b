namespace JanusCluster.Bench.Autoscale.Traces;

/// <summary>Draws from distributions.</summary>
internal static class Chance
{
    /// <summary>Above this the normal distribution is near enough.</summary>
    private const double Many = 50;

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    public static int Poisson(Random random, double mean)
    {
        if (mean > Many)
            return Math.Max(0, (int)Math.Round(mean + Math.Sqrt(mean) * Normal(random)));
        double limit = Math.Exp(-mean), product = random.NextDouble();
        int count = 0;
        for (; product > limit; count++)
            product *= random.NextDouble();
        return count;
    }
}
