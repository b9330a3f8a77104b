namespace JanusCluster.Model.Engine;

/// <summary>Bounds of a <see cref="VisionWorker"/>.</summary>
public sealed record VisionWorkerOptions
{
    /// <summary>Images encoded in one forward. Default: by the device, 8 on a GPU and 1 on a CPU.</summary>
    public int? MaxEncodes { get; init; }

    /// <summary>Images decoded in one forward. Default: by the device, 4 on a GPU and 1 on a CPU.</summary>
    public int? MaxDecodes { get; init; }

    /// <summary>Threads of libtorch's that the worker computes with on a CPU. Default: a quarter of the cores, at least 1.</summary>
    public int? Threads { get; init; }
}
