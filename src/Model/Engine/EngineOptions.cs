namespace JanusCluster.Model.Engine;

/// <summary>Bounds of one engine.</summary>
public sealed record EngineOptions
{
    /// <summary>Rows of a decode step. Default: 32.</summary>
    public int MaxRows { get; init; } = 32;

    /// <summary>Bytes of keys and values of all running sequences. Default: 2 GiB.</summary>
    public long KvBytes { get; init; } = 2L << 30;
}
