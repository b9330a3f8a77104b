namespace JanusCluster.Bench.Autoscale.Oracle;

/// <summary>
/// The cheapest plan it can find by which everything is done within a delay: the taut string in whole GPUs, dips filled that cost less
/// than another start, and then every plateau made as short as the deadlines allow.
/// </summary>
/// <param name="startUp">Seconds that a start costs.</param>
internal sealed class Planner(Demand demand, int max, double startUp)
{
    private const double Rounding = 1e-6;

    private readonly double[] _possible = demand.Possible;

    /// <param name="bulkDelay">For bulk, which may wait longer where not all of it has to be fast.</param>
    public CapacityPlan For(double delay, double bulkDelay)
    {
        double[] due = demand.Due(delay, bulkDelay);
        int[] gpus = Follow(TautString.Slopes(_possible, due));
        Bridge(gpus);
        // Where the largest pool cannot keep the delay, nothing can be left out either.
        if (Keeps(gpus, due))
        {
            for (int level = gpus.Max(); level > 0; level--)
                Shorten(gpus, level, due);
            Bridge(gpus);
        }

        return new CapacityPlan(demand.Grid, gpus);
    }

    /// <summary>Whole GPUs that do what the slopes say, later where the pool is too small.</summary>
    private int[] Follow(double[] slopes)
    {
        var gpus = new int[slopes.Length];
        double asked = 0, done = 0;
        for (int i = 0; i < slopes.Length; i++)
        {
            asked += slopes[i];
            double behind = Math.Max(slopes[i], asked - done);
            gpus[i] = Math.Min(max, (int)Math.Ceiling(behind / demand.Grid - Rounding));
            done = Math.Min(_possible[i + 1], done + gpus[i] * demand.Grid);
        }

        return gpus;
    }

    private void Bridge(int[] gpus)
    {
        for (int level = gpus.Max(); level > 0; level--)
        {
            int end = -1;
            for (int i = 0; i < gpus.Length; i++)
            {
                if (gpus[i] < level)
                    continue;
                if (end >= 0 && i > end && (i - end) * demand.Grid <= startUp)
                    Raise(gpus, end, i, level);
                end = i + 1;
            }
        }
    }

    private static void Raise(int[] gpus, int from, int to, int level)
    {
        for (int i = from; i < to; i++)
            gpus[i] = Math.Max(gpus[i], level);
    }

    /// <summary>Takes a GPU out of each plateau of this height: of all of it, or of as much of its beginning and end as can be done without.</summary>
    private void Shorten(int[] gpus, int level, double[] due)
    {
        for (int from = 0; from < gpus.Length; from++)
        {
            if (gpus[from] < level)
                continue;
            int to = from;
            while (to < gpus.Length && gpus[to] >= level)
                to++;
            if (gpus[from..to].Max() == level)
            {
                int late = Most(to - from, cut => Without(gpus, from, from + cut, due));
                Lower(gpus, from, from + late);
                int early = Most(to - from - late, cut => Without(gpus, to - cut, to, due));
                Lower(gpus, to - early, to);
            }

            from = to;
        }
    }

    private bool Without(int[] gpus, int from, int to, double[] due)
    {
        Lower(gpus, from, to);
        bool keeps = Keeps(gpus, due);
        for (int i = from; i < to; i++)
            gpus[i]++;
        return keeps;
    }

    private static void Lower(int[] gpus, int from, int to)
    {
        for (int i = from; i < to; i++)
            gpus[i]--;
    }

    /// <summary>The largest cut that is allowed; smaller ones than an allowed one are, too.</summary>
    private static int Most(int all, Func<int, bool> allows)
    {
        int allowed = 0;
        for (int refused = all + 1; refused - allowed > 1;)
        {
            int middle = (allowed + refused) / 2;
            if (allows(middle))
                allowed = middle;
            else
                refused = middle;
        }

        return allowed;
    }

    private bool Keeps(int[] gpus, double[] due)
    {
        double done = 0;
        for (int i = 0; i < gpus.Length; i++)
        {
            done = Math.Min(_possible[i + 1], done + gpus[i] * demand.Grid);
            if (done < due[i + 1] - Rounding * due[^1])
                return false;
        }

        return true;
    }
}
