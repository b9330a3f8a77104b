using static TorchSharp.torch;

namespace JanusCluster.Model.Checkpoints.Initial;

/// <summary>How a random checkpoint is made.</summary>
public sealed record CheckpointInitOptions
{
    /// <summary>The same seed gives the same weights. Default: 0.</summary>
    public long Seed { get; init; }

    /// <summary>Type of the weights: BFloat16, Float16 or Float32. Default: BFloat16.</summary>
    public ScalarType Type { get; init; } = ScalarType.BFloat16;

    /// <summary>Largest file of weights, in bytes. Default: 5 GB.</summary>
    public long ShardBytes { get; init; } = ShardedSafetensors.DefaultShardBytes;

    /// <summary>Told the values written so far and in all. Default: nobody.</summary>
    public IProgress<(long Written, long Total)>? Progress { get; init; }

    /// <summary>Stops between two tensors; nothing is left behind. Default: never.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The type's name in config.json.</summary>
    internal string TypeName => Type switch
    {
        ScalarType.BFloat16 => "bfloat16",
        ScalarType.Float16 => "float16",
        ScalarType.Float32 => "float32",
        _ => throw new ArgumentException($"A checkpoint cannot be made in {Type}; use bfloat16, float16 or float32."),
    };
}
