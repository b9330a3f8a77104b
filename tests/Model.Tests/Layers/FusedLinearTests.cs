using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Tests.Layers;

public sealed class FusedLinearTests
{
    private static readonly Allocation At = new(torch.CPU, torch.ScalarType.Float32);

    [Fact]
    public void Forward_WeightsCopiedIntoTheLayers_AreUsedByTheFusedProduct()
    {
        using var scope = torch.NewDisposeScope();
        using FusedLinear fused = Filled();
        torch.Tensor x = torch.randn(2, 3);
        torch.Tensor apart = torch.cat([.. fused.Layers.Select(layer => layer.Forward(x))], -1);
        using (torch.no_grad())
            Assert.True(fused.Forward(x).allclose(apart, rtol: 1e-6, atol: 1e-6));
        Assert.True(fused.Forward(x).allclose(apart, rtol: 1e-6, atol: 1e-6));
    }

    [Fact]
    public void Backward_ThroughTheFusedLayer_GivesEachLayerTheGradientItHasAlone()
    {
        using var scope = torch.NewDisposeScope();
        using FusedLinear fused = Filled();
        torch.Tensor x = torch.randn(2, 3), ramp = torch.linspace(-1, 1, 14).view(2, 7);
        (fused.Forward(x) * ramp).sum().backward();
        torch.Tensor[] together = [.. fused.Layers.Select(layer => layer.Weight.grad!.clone())];
        foreach (Linear layer in fused.Layers)
            layer.Weight.grad!.zero_();

        (torch.cat([.. fused.Layers.Select(layer => layer.Forward(x))], -1) * ramp).sum().backward();

        Assert.All(
            fused.Layers.Zip(together),
            pair => Assert.True(pair.First.Weight.grad!.allclose(pair.Second, rtol: 1e-6, atol: 1e-6)));
    }

    [Fact]
    public void OptimizerStep_OnTheLayers_ChangesTheFusedProduct()
    {
        using var scope = torch.NewDisposeScope();
        using FusedLinear fused = Filled();
        torch.Tensor x = torch.ones(1, 3);
        using var optimizer = torch.optim.SGD(fused.Layers.Select(layer => layer.Weight), learningRate: 0.5);
        torch.Tensor before = Inferred(fused, x);
        fused.Forward(x).sum().backward();
        optimizer.step();
        Assert.True((before - Inferred(fused, x)).allclose(torch.full([1, 7], 1.5f))); // gradient 1 for each of 3 inputs, times 0.5
    }

    private static torch.Tensor Inferred(FusedLinear fused, torch.Tensor x)
    {
        using IDisposable noGrad = torch.no_grad();
        return fused.Forward(x);
    }

    private static FusedLinear Filled()
    {
        var fused = new FusedLinear(3, [4, 2, 1], At);
        using IDisposable noGrad = torch.no_grad();
        for (int i = 0; i < fused.Layers.Count; i++)
        {
            using torch.Tensor source = torch.randn(fused.Layers[i].Weight.shape);
            fused.Layers[i].Weight.copy_(source);
        }

        return fused;
    }
}
