namespace JanusCluster.Model.Tests.Imaging;

/// <summary>The four rows that <c>img.*.pixels.stats</c> records: mean, unbiased deviation, least and greatest, per channel.</summary>
internal static class PixelStatistics
{
    /// <param name="pixels">float32 <c>[3, S, S]</c>, flattened.</param>
    /// <returns>float64 <c>[4, 3]</c>, flattened.</returns>
    public static double[] Of(float[] pixels)
    {
        var channels = pixels.Chunk(pixels.Length / 3).ToArray();
        return [.. channels.Select(Mean), .. channels.Select(Deviation), .. channels.Select(Least), .. channels.Select(Greatest)];
    }

    private static double Mean(float[] values) => values.Average(value => (double)value);

    private static double Deviation(float[] values)
    {
        var mean = Mean(values);
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }

    private static double Least(float[] values) => values.Min();

    private static double Greatest(float[] values) => values.Max();
}
