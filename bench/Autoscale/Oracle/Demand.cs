using JanusCluster.Bench.Autoscale.Engine;
using JanusCluster.Bench.Autoscale.Traces;

namespace JanusCluster.Bench.Autoscale.Oracle;

/// <summary>What has to be made, as seconds of one GPU: a curve of what has come, and the same later, of what must be done by then.</summary>
/// <param name="Grid">Seconds between two points.</param>
/// <param name="Arrived">What has come up to each point, and can be made from the next interval on.</param>
internal sealed record Demand(double Grid, double[] Arrived)
{
    private const int Points = 6000;

    public static Demand Of(Trace trace, EngineModel engine, double longestDelay)
    {
        double grid = Math.Max(2, Math.Ceiling((trace.Ends + longestDelay) / Points));
        var arrived = new double[(int)Math.Ceiling((trace.Ends + longestDelay) / grid) + 2];
        double image = engine.ImageSeconds / engine.Places;
        foreach (Submission submission in trace.Submissions)
            arrived[(int)Math.Ceiling(submission.At / grid)] += submission.Images * image;
        for (int i = 1; i < arrived.Length; i++)
            arrived[i] += arrived[i - 1];
        return new Demand(grid, arrived);
    }

    /// <summary>What can be done by each point at most.</summary>
    public double[] Possible => [0, .. Arrived[..^1]];

    /// <summary>What must be done by each point when everything is done within a delay.</summary>
    public double[] Due(double delay)
    {
        double steps = delay / Grid;
        var due = new double[Arrived.Length];
        for (int i = 1; i < due.Length; i++)
            due[i] = Math.Min(Arrived[i - 1], At(i - steps));
        due[^1] = Arrived[^1];
        return due;
    }

    private double At(double point)
    {
        if (point < 0)
            return 0;
        int whole = (int)point;
        double next = Arrived[Math.Min(whole + 1, Arrived.Length - 1)];
        return Arrived[whole] + (next - Arrived[whole]) * (point - whole);
    }
}
