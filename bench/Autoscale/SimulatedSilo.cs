using JanusCluster.Bench.Autoscale.Engine;
using JanusCluster.Bench.Autoscale.Pool;

namespace JanusCluster.Bench.Autoscale;

/// <summary>A pod that is ready, and what it makes.</summary>
internal sealed class SimulatedSilo(Pod pod, EngineModel model)
{
    public const string Numerics = "gpu";

    public Pod Pod => pod;

    public string Key => pod.Name;

    public SimulatedEngine Engine { get; } = new(model);

    public bool TakesWork => pod.State == PodState.Ready && Engine.Free > 0;

    /// <summary>When it is looked at next, so that no moment is asked for twice.</summary>
    public double WakesAt { get; set; } = double.PositiveInfinity;

    /// <summary>Place among those that wait for work; -1 when it does not.</summary>
    public int HungryAt { get; set; } = -1;
}
