using JanusCluster.Model.Checkpoints;
using TorchSharp;

namespace JanusCluster.Model.Tests.Checkpoints;

/// <summary>A checkpoint that lies in memory, so that a test can rename, cut and spoil its tensors.</summary>
internal sealed class MemorySource : ICheckpointSource
{
    private readonly Dictionary<string, torch.Tensor> _values = [];

    public string Origin => "memory";

    public IReadOnlyList<string> Files => [];

    public IReadOnlyDictionary<string, TensorInfo> Tensors =>
        _values.ToDictionary(pair => pair.Key, pair => new TensorInfo(pair.Key, pair.Value.shape, pair.Value.dtype));

    public torch.Tensor this[string name]
    {
        get => _values[name];
        set => _values[name] = value;
    }

    public static MemorySource Copy(ICheckpointSource source)
    {
        var copy = new MemorySource();
        foreach (string name in source.Tensors.Keys)
            copy[name] = source.Get(name);
        return copy;
    }

    public void Remove(string name) => _values.Remove(name);

    public void Read(string name, torch.Tensor destination) => destination.copy_(_values[name]);

    public void Dispose()
    {
        foreach (torch.Tensor tensor in _values.Values)
            tensor.Dispose();
    }
}
