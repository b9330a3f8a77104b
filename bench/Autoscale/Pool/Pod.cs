namespace JanusCluster.Bench.Autoscale.Pool;

/// <summary>One GPU that is paid for.</summary>
internal sealed class Pod(string name, double started)
{
    public string Name => name;

    public double Started => started;

    public PodState State { get; set; } = PodState.Starting;
}

internal enum PodState
{
    Starting,
    Ready,
    /// <summary>It takes no more work.</summary>
    Leaving,
    Gone,
}
