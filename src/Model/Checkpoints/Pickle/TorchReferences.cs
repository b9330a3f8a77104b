using static TorchSharp.torch;

namespace JanusCluster.Model.Checkpoints.Pickle;

/// <summary>A block of values that several tensors may view.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Elements">Values it holds.</param>
/// <param name="Offset">First value of a view into a larger storage (pre-1.6 files only).</param>
internal sealed record StorageReference(ScalarType Type, string Key, long Elements, long Offset = 0);

/// <summary>A tensor as the pickle describes it: a strided view of a storage.</summary>
/// <param name="Offset">First value, counted from the storage's start.</param>
internal sealed record TensorReference(
    StorageReference Storage, long Offset, IReadOnlyList<long> Shape, IReadOnlyList<long> Strides);
