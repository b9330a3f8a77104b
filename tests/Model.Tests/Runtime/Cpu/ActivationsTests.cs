using JanusCluster.Model.Runtime.Cpu;
using TorchSharp;

namespace JanusCluster.Model.Tests.Runtime.Cpu;

public sealed class ActivationsTests
{
    [Fact]
    public void Gelu_AllMagnitudes_IsTorchs()
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor x = torch.linspace(-7, 7, 4000);
        torch.Tensor exact = torch.nn.functional.gelu(x.to(torch.ScalarType.Float64)).to(torch.ScalarType.Float32);
        float[] values = [.. x.data<float>()], expected = [.. exact.data<float>()];
        for (int i = 0; i < values.Length; i++)
            Assert.Equal(expected[i], Activations.Gelu(values[i]), 1e-6f);
    }

    [Fact]
    public void Erf_AllMagnitudes_IsTorchs()
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor x = torch.linspace(-5, 5, 4000);
        float[] values = [.. x.data<float>()], expected = [.. torch.special.erf(x.to(torch.ScalarType.Float64)).to(torch.ScalarType.Float32).data<float>()];
        for (int i = 0; i < values.Length; i++)
            Assert.Equal(expected[i], Activations.Erf(values[i]), 2.5e-7f);
    }
}
