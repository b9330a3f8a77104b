using JanusCluster.Model.Checkpoints;
using TorchSharp;

namespace JanusCluster.Model.Tests.Checkpoints;

/// <summary>Stands for a model: an allocated tensor for each that the model uses, of impossible values.</summary>
internal sealed class Parameters : IDisposable
{
    public Parameters(IEnumerable<LayoutTensor> tensors, torch.ScalarType type = torch.ScalarType.Float32) => Values = tensors
        .Where(tensor => !tensor.Optional)
        .ToDictionary(tensor => tensor.Name, tensor => torch.full([.. tensor.Shape], double.NaN, type));

    public Dictionary<string, torch.Tensor> Values { get; }

    public IEnumerable<(string Name, torch.Tensor Destination)> Named => Values.Select(pair => (pair.Key, pair.Value));

    public void AssertEqual(ICheckpointSource source)
    {
        foreach ((string name, torch.Tensor actual) in Values)
        {
            using torch.Tensor expected = source.Get(name, actual.dtype);
            Assert.True(expected.eq(actual).all().ToBoolean(), name);
        }
    }

    public void Dispose()
    {
        foreach (torch.Tensor tensor in Values.Values)
            tensor.Dispose();
    }
}
