using JanusCluster.Bench.Faults.Plan;

namespace JanusCluster.EndToEnd.Tests.Faults;

public sealed class PlanMakerTests
{
    private static readonly TimeSpan Load = TimeSpan.FromSeconds(12);

    [Fact]
    public void Make_SameSeed_GivesTheSameFaults() =>
        Assert.Equal($"{PlanMaker.Make(7, ClusterShape.Usual, Load)}", $"{PlanMaker.Make(7, ClusterShape.Usual, Load)}");

    [Fact]
    public void Make_HundredSeeds_HaveEveryFaultAndNoTwoPlansAlike()
    {
        FaultPlan[] plans = [.. Enumerable.Range(1, 100).Select(seed => PlanMaker.Make(seed, ClusterShape.Usual, Load))];
        Assert.Equal(100, plans.Select(plan => string.Join(", ", plan.Faults)).Distinct().Count());
        Assert.Equal(Enum.GetValues<FaultKind>().Length, plans.SelectMany(plan => plan.Faults).Select(fault => fault.Kind).Distinct().Count());
        Assert.Equal(Enum.GetValues<FaultTarget>().Length, plans.SelectMany(plan => plan.Faults).Select(fault => fault.Target).Distinct().Count());
        Assert.All(plans, plan => Assert.NotEmpty(plan.Faults));
    }
}
