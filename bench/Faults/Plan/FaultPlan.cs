namespace JanusCluster.Bench.Faults.Plan;

/// <summary>The faults of one run: they follow from its seed.</summary>
internal sealed record FaultPlan(int Seed, IReadOnlyList<PlannedFault> Faults)
{
    public override string ToString() => $"seed {Seed}: {string.Join(", ", Faults)}";
}
