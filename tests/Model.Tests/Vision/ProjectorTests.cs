using JanusCluster.Model.Configuration;
using JanusCluster.Model.Layers;
using JanusCluster.Model.Vision;
using TorchSharp;

namespace JanusCluster.Model.Tests.Vision;

public sealed class ProjectorTests
{
    private static readonly Allocation At = new(torch.CPU, torch.ScalarType.Float32);

    [Theory]
    [InlineData(ProjectorKind.Identity, 1, new string[0])]
    [InlineData(ProjectorKind.Linear, 1, new[] { "layers.weight", "layers.bias" })]
    [InlineData(ProjectorKind.MlpGelu, 1, new[] { "layers.0.weight", "layers.0.bias" })]
    [InlineData(ProjectorKind.MlpGelu, 2, new[] { "layers.0.weight", "layers.0.bias", "layers.2.weight", "layers.2.bias" })]
    public void NamedParameters_EachKind_AreTheCheckpoints(ProjectorKind kind, int depth, string[] names)
    {
        using var projector = new Projector(new ProjectorConfig(kind, 3, 3, depth), At);
        Assert.Equal(names, projector.named_parameters().Select(named => named.name));
    }

    [Fact]
    public void Forward_Identity_ResultOutlivesTheInput()
    {
        using var projector = new Projector(new ProjectorConfig(ProjectorKind.Identity, 3, 3, 1), At);
        torch.Tensor x = torch.ones(2, 3);
        using torch.Tensor y = projector.Forward(x);
        x.Dispose();
        Assert.Equal(6, y.sum().item<float>());
    }

    [Fact]
    public void Constructor_NoLayers_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new Projector(new ProjectorConfig(ProjectorKind.MlpGelu, 3, 3, 0), At));
}
