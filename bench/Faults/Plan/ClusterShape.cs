namespace JanusCluster.Bench.Faults.Plan;

/// <summary>Processes of a run's cluster.</summary>
/// <param name="Models">Silos that serve the model.</param>
/// <param name="Controls">Silos that do not.</param>
internal sealed record ClusterShape(int Models, int Controls, int Fronts)
{
    public static ClusterShape Usual { get; } = new(3, 2, 2);
}
