namespace JanusCluster.Bench.Measuring;

/// <summary>What is said of several measurements.</summary>
internal static class Numbers
{
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The smallest value that at least this share of all is not above.</summary>
    public static double Percentile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    /// <summary>Four significant digits: the others are noise.</summary>
    public static double Round(double value)
    {
        if (value == 0 || !double.IsFinite(value))
            return 0;
        double unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(value))) - 3);
        return unit < 1 ? Math.Round(value, (int)Math.Min(15, -Math.Log10(unit) + 0.5)) : Math.Round(value / unit) * unit;
    }
}
