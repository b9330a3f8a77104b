namespace JanusCluster.Training.Optimization;

/// <summary>Settings of the optimizer. Defaults: those of the Janus-Pro report (table 2), without its weight decay's zero.</summary>
internal sealed record AdamWOptions
{
    /// <summary>Default: 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Default: 0.95.</summary>
    public double Beta2 { get; init; } = 0.95;

    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Of matrices, times the learning rate. Default: 0.01.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>A longer gradient is scaled down to it. Default: 1.</summary>
    public double MaxNorm { get; init; } = 1;
}
