namespace JanusCluster.Bench.Autoscale;

/// <summary>What a run came to.</summary>
/// <param name="Waits">Seconds of each image, ascending: from submission to picture, less what it takes in a full silo.</param>
/// <param name="GpuSeconds">Paid for, starting and draining included.</param>
/// <param name="Peak">GPUs that were paid for at a time.</param>
internal sealed record SimulationResult(
    int Images, double[] Waits, double GpuSeconds, int Peak, int Starts, int Drains, int Preempted, long RedoneCodes,
    IReadOnlyList<Sample> Samples)
{
    public double GpuHours => GpuSeconds / 3600;

    /// <summary>The wait that this share of the images did not exceed.</summary>
    public double Wait(double share) => Waits[Math.Clamp((int)Math.Ceiling(share * Waits.Length) - 1, 0, Waits.Length - 1)];
}

/// <param name="Arrived">Images so far.</param>
/// <param name="Backlog">Seconds of one silo.</param>
internal readonly record struct Sample(double Time, int Arrived, double Backlog, int Wanted, int Ready);
