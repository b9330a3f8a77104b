using JanusCluster.Bench.Autoscale.Scaling;

namespace JanusCluster.Bench.Autoscale.Oracle;

/// <summary>
/// Somebody who knows what will come: the largest delays, and so the cheapest plan, with which the 95th percentile of the wait is within
/// a bound. It knows of the percentile, too: bulk may wait for long where there is little of it. Its plans run in the same simulation as the rule.
/// </summary>
/// <param name="rounds">Plans that are tried for each choice of how much longer bulk may wait.</param>
internal sealed class OracleSearch(Simulation simulation, int rounds)
{
    private const double Share = 0.95, LongestDelay = 4 * 3600;

    /// <summary>How much longer bulk may wait, seconds.</summary>
    private static readonly double[] Longer = [0, 300, 1800];

    /// <param name="wait">The bound, seconds. Where no plan keeps it, the least that one has takes its place.</param>
    public (CapacityPlan Plan, SimulationResult Result) Find(double wait)
    {
        Demand demand = Demand.Of(simulation.Trace, simulation.Engine, Math.Min(LongestDelay, 4 * wait + Longer[^1] + 600));
        var planner = new Planner(demand, simulation.Pool.Max, simulation.Pool.StartUp);
        (CapacityPlan, SimulationResult) Try(double delay, double bulkDelay)
        {
            CapacityPlan plan = planner.For(delay, bulkDelay);
            return (plan, simulation.Run(new ScaledByPlan(plan, simulation.Pool.StartUp)));
        }

        (CapacityPlan Plan, SimulationResult Result) best = Try(0, 0);
        if (best.Result.Wait(Share) > wait)
            return best;
        foreach (double longer in demand.IsMixed ? Longer : [0])
        {
            double kept = 0, tried = wait, broken = double.PositiveInfinity;
            for (int round = 0; round < rounds; round++)
            {
                (CapacityPlan, SimulationResult Result) one = Try(tried, tried + longer);
                bool keeps = one.Result.Wait(Share) <= wait;
                if (keeps && one.Result.GpuSeconds < best.Result.GpuSeconds)
                    best = one;
                (kept, broken) = keeps ? (tried, broken) : (kept, tried);
                tried = double.IsPositiveInfinity(broken) ? 1.25 * kept : (kept + broken) / 2;
            }
        }

        return best;
    }
}
