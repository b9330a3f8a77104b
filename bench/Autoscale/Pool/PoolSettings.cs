namespace JanusCluster.Bench.Autoscale.Pool;

/// <summary>What GPUs of a pool take. Times are seconds.</summary>
internal sealed record PoolSettings
{
    public int Max { get; init; } = 50;

    /// <summary>From asking for a GPU to its first image: it is paid for, and makes nothing.</summary>
    public double StartUp { get; init; } = 180;

    /// <summary>From SIGTERM until the GPU is not paid for any longer; its images are given back at once.</summary>
    public double Drain { get; init; } = 5;

    /// <summary>How often a GPU is taken away within an hour, on average.</summary>
    public double PreemptionsAnHour { get; init; }
}
