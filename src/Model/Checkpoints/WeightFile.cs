using System.Collections.Frozen;
using TorchSharp;

namespace JanusCluster.Model.Checkpoints;

/// <summary>One open file of weights whose tensors have been located.</summary>
public abstract class WeightFile : ICheckpointSource
{
    private readonly CheckpointFile _file;
    private readonly FrozenDictionary<string, StoredTensor> _stored;
    private bool _disposed;

    private protected WeightFile(CheckpointFile file, Func<CheckpointFile, IReadOnlyCollection<StoredTensor>> locate)
    {
        _file = file;
        try
        {
            _stored = locate(file).ToFrozenDictionary(tensor => tensor.Info.Name);
        }
        catch (Exception e)
        {
            file.Dispose();
            if (e is OverflowException or ArgumentException)
                throw new CheckpointException($"{file.Path} is damaged: {e.Message} Download it again.", e);
            // The pickle reader does not know which file it reads.
            if (e is CheckpointException && !e.Message.Contains(file.Path, StringComparison.Ordinal))
                throw new CheckpointException($"{file.Path}: {e.Message}", e);
            throw;
        }

        Tensors = _stored.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.Info);
    }

    public string Origin => _file.Path;

    public IReadOnlyDictionary<string, TensorInfo> Tensors { get; }

    public IReadOnlyList<string> Files => [_file.Path];

    public void Read(string name, torch.Tensor destination)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_stored.TryGetValue(name, out StoredTensor? tensor))
            throw new CheckpointException($"{_file.Path} holds no tensor {name}.");
        tensor.Read(_file, destination);
    }

    public void Dispose()
    {
        _disposed = true;
        _file.Dispose();
        GC.SuppressFinalize(this);
    }
}
