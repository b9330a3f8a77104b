using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Tests.Layers;

public sealed class ScalarsTests
{
    [Fact]
    public void Operations_AnyTensor_AreThoseOfTorch()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor x = torch.randn(3, 5), y = torch.randn(5);
        Assert.True(x.Plus(y).equal(x + y).all().item<bool>());
        Assert.True(x.Plus(0.3).equal(x + 0.3).all().item<bool>());
        Assert.True(x.Times(0.3).equal(x * 0.3).all().item<bool>());
        Assert.True(x.Over(0.3).equal(x / 0.3).all().item<bool>());
        Assert.Equal([0L, 1, 2], Scalars.Range(3).data<long>().ToArray());
        Assert.Equal([0f, 1], Scalars.Range(2, torch.ScalarType.Float32).data<float>().ToArray());
    }
}
