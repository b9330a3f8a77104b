using JanusCluster.Bench.Autoscale.Engine;
using JanusCluster.Bench.Autoscale.Traces;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Bench.Autoscale.Oracle;

/// <summary>What has to be made, as seconds of one GPU: a curve of what has come, and the same later, of what must be done by then.</summary>
/// <param name="Grid">Seconds between two points.</param>
/// <param name="Arrived">What has come up to each point, and can be made from the next interval on.</param>
/// <param name="Bulk">What of it nobody sits and waits for.</param>
internal sealed record Demand(double Grid, double[] Arrived, double[] Bulk)
{
    private const int Points = 6000;

    public static Demand Of(Trace trace, EngineModel engine, double longestDelay)
    {
        double grid = Math.Max(2, Math.Ceiling((trace.Ends + longestDelay) / Points));
        var arrived = new double[(int)Math.Ceiling((trace.Ends + longestDelay) / grid) + 2];
        var bulk = new double[arrived.Length];
        double image = engine.ImageSeconds / engine.Places;
        foreach (Submission submission in trace.Submissions)
        {
            int point = (int)Math.Ceiling(submission.At / grid);
            arrived[point] += submission.Images * image;
            bulk[point] += submission.Class == WorkClass.Bulk ? submission.Images * image : 0;
        }

        for (int i = 1; i < arrived.Length; i++)
            (arrived[i], bulk[i]) = (arrived[i] + arrived[i - 1], bulk[i] + bulk[i - 1]);
        return new Demand(grid, arrived, bulk);
    }

    /// <summary>Some of it is bulk, and some is not.</summary>
    public bool IsMixed => Bulk[^1] > 0 && Bulk[^1] < Arrived[^1];

    /// <summary>What can be done by each point at most.</summary>
    public double[] Possible => [0, .. Arrived[..^1]];

    /// <summary>What must be done by each point when everything is done within a delay, bulk within another one.</summary>
    public double[] Due(double delay, double bulkDelay)
    {
        var due = new double[Arrived.Length];
        for (int i = 1; i < due.Length; i++)
        {
            double bulk = At(Bulk, i - bulkDelay / Grid);
            due[i] = Math.Min(Arrived[i - 1], At(Arrived, i - delay / Grid) - At(Bulk, i - delay / Grid) + bulk);
        }

        due[^1] = Arrived[^1];
        return due;
    }

    private static double At(double[] curve, double point)
    {
        if (point < 0)
            return 0;
        int whole = (int)point;
        double next = curve[Math.Min(whole + 1, curve.Length - 1)];
        return curve[whole] + (next - curve[whole]) * (point - whole);
    }
}
