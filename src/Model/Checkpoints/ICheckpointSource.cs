using TorchSharp;

namespace JanusCluster.Model.Checkpoints;

/// <summary>An open checkpoint: names, shapes and types at once, values one tensor at a time.</summary>
/// <remarks>Values are copied out; nothing that was read refers to the source after its disposal. Reading is safe from several threads.</remarks>
public interface ICheckpointSource : IDisposable
{
    /// <summary>The file or folder, for messages.</summary>
    string Origin { get; }

    /// <summary>All tensors, by name.</summary>
    IReadOnlyDictionary<string, TensorInfo> Tensors { get; }

    /// <summary>Files that hold weights, in a fixed order.</summary>
    IReadOnlyList<string> Files { get; }

    /// <summary>Copies a tensor's values into <paramref name="destination"/>, converting to its type and device.</summary>
    /// <param name="destination">Of the tensor's shape; may be a view that is not contiguous.</param>
    /// <exception cref="CheckpointException">No such tensor, another shape, or the file cannot be read.</exception>
    void Read(string name, torch.Tensor destination);
}
