using static TorchSharp.torch;

namespace JanusCluster.Model.Checkpoints;

/// <summary>What a checkpoint says about one tensor, without its values.</summary>
/// <param name="Name">Key in the state dict.</param>
/// <param name="Shape">Sizes; empty for a scalar.</param>
/// <param name="Type">Type the values are stored in.</param>
public sealed record TensorInfo(string Name, IReadOnlyList<long> Shape, ScalarType Type)
{
    /// <summary>Number of values.</summary>
    public long Elements => Shape.Aggregate(1L, (product, size) => checked(product * size));

    /// <summary>Size of the values in bytes, stored densely.</summary>
    public long Bytes => checked(Elements * ElementType.SizeOf(Type));
}
