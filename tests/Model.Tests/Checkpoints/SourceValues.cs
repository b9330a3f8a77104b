using JanusCluster.Model.Checkpoints;
using TorchSharp;

namespace JanusCluster.Model.Tests.Checkpoints;

internal static class SourceValues
{
    /// <summary>A tensor of a source, in its stored type unless another is asked for.</summary>
    public static torch.Tensor Get(this ICheckpointSource source, string name, torch.ScalarType? type = null)
    {
        TensorInfo info = source.Tensors[name];
        torch.Tensor values = torch.zeros([.. info.Shape], type ?? info.Type);
        source.Read(name, values);
        return values;
    }

    /// <summary>Asserts that both sources hold the same tensors with the same values, compared as float64.</summary>
    public static void AssertSame(ICheckpointSource expected, ICheckpointSource actual)
    {
        Assert.Equal(expected.Tensors.Keys.Order(), actual.Tensors.Keys.Order());
        foreach (string name in expected.Tensors.Keys)
        {
            using torch.Tensor a = expected.Get(name, torch.ScalarType.Float64);
            using torch.Tensor b = actual.Get(name, torch.ScalarType.Float64);
            Assert.True(a.shape.SequenceEqual(b.shape), $"{name}: shapes differ");
            Assert.True(a.eq(b).all().ToBoolean(), $"{name}: values differ");
        }
    }
}
