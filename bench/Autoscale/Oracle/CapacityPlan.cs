namespace JanusCluster.Bench.Autoscale.Oracle;

/// <summary>How many GPUs are ready in each interval.</summary>
/// <param name="Grid">Seconds of an interval.</param>
internal sealed record CapacityPlan(double Grid, IReadOnlyList<int> Gpus);
