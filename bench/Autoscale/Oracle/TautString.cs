namespace JanusCluster.Bench.Autoscale.Oracle;

/// <summary>
/// The shortest path between two rising curves: of all ways to make what has come before it is due, the one whose pace changes
/// least, and so the one that starts the fewest GPUs.
/// </summary>
internal static class TautString
{
    /// <returns>The path's slope in each interval, a step of the curves being 1 wide. It begins at 0 and ends where both curves do.</returns>
    public static double[] Slopes(double[] upper, double[] lower)
    {
        int last = upper.Length - 1;
        var slopes = new double[last];
        double height = 0;
        for (int from = 0; from < last;)
        {
            double steepest = double.NegativeInfinity, flattest = double.PositiveInfinity;
            int below = from, above = from;
            (int Bend, double Height) reached = (last, upper[last]);
            for (int to = from + 1; to <= last; to++)
            {
                double atLeast = (lower[to] - height) / (to - from), atMost = (upper[to] - height) / (to - from);
                if (atLeast > flattest || atMost < steepest)
                {
                    reached = atLeast > flattest ? (above, upper[above]) : (below, lower[below]);
                    break;
                }

                if (atLeast >= steepest)
                    (steepest, below) = (atLeast, to);
                if (atMost <= flattest)
                    (flattest, above) = (atMost, to);
            }

            Array.Fill(slopes, (reached.Height - height) / (reached.Bend - from), from, reached.Bend - from);
            (from, height) = reached;
        }

        return slopes;
    }
}
