using JanusCluster.Bench.Autoscale.Scaling;

namespace JanusCluster.Bench.Autoscale.Oracle;

/// <summary>
/// Somebody who knows what will come: the largest delay, and so the cheapest plan, whose 95th percentile of the wait is within a bound.
/// Its plans run in the same simulation as the rule.
/// </summary>
internal sealed class OracleSearch(Simulation simulation, int rounds)
{
    private const double Share = 0.95, LongestDelay = 4 * 3600;

    /// <param name="wait">The bound, seconds. Where no plan keeps it, the least that one has takes its place.</param>
    public (CapacityPlan Plan, SimulationResult Result) Find(double wait)
    {
        Demand demand = Demand.Of(simulation.Trace, simulation.Engine, Math.Min(LongestDelay, 4 * wait + 1800));
        var planner = new Planner(demand, simulation.Pool.Max, simulation.Pool.StartUp);
        (CapacityPlan, SimulationResult) Try(double delay)
        {
            CapacityPlan plan = planner.For(delay);
            return (plan, simulation.Run(new ScaledByPlan(plan, simulation.Pool.StartUp)));
        }

        (CapacityPlan Plan, SimulationResult Result) best = Try(0);
        if (best.Result.Wait(Share) > wait)
            return best;
        double kept = 0, tried = wait, broken = double.PositiveInfinity;
        for (int round = 0; round < rounds; round++)
        {
            (CapacityPlan, SimulationResult Result) one = Try(tried);
            bool keeps = one.Result.Wait(Share) <= wait;
            if (keeps && one.Result.GpuSeconds < best.Result.GpuSeconds)
                best = one;
            (kept, broken) = keeps ? (tried, broken) : (kept, tried);
            tried = double.IsPositiveInfinity(broken) ? 1.25 * kept : (kept + broken) / 2;
        }

        return best;
    }
}
