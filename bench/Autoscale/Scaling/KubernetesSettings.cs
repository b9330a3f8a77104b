namespace JanusCluster.Bench.Autoscale.Scaling;

/// <summary>How Kubernetes is told to apply the number. Times are seconds.</summary>
internal sealed record KubernetesSettings
{
    public int Min { get; init; }

    /// <summary>The autoscaler's period (horizontal-pod-autoscaler-sync-period).</summary>
    public double Sync { get; init; } = 15;

    /// <summary>A number that is off by no more than this share changes nothing.</summary>
    public double Tolerance { get; init; } = 0.1;

    /// <summary>Pods that may be started in a period.</summary>
    public int UpPods { get; init; } = int.MaxValue;

    /// <summary>It scales down to the largest number of so long (stabilizationWindowSeconds).</summary>
    public double DownWindow { get; init; }

    /// <summary>Share of the pods that may go in a period.</summary>
    public double DownShare { get; init; } = 1;

    /// <summary>KEDA's pollingInterval: how often it looks whether there is to be any pod at all.</summary>
    public double Poll { get; init; } = 5;

    /// <summary>KEDA's cooldownPeriod: from the last time that any was wanted to none.</summary>
    public double Cooldown { get; init; } = 120;
}
