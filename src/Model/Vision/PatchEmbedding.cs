using JanusCluster.Model.Configuration;
using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Vision;

/// <summary>Cuts an image into patches and projects each: a convolution whose stride is its kernel.</summary>
public sealed class PatchEmbedding : Layer
{
    private readonly Conv2d _projection;

    public PatchEmbedding(VisionConfig config, Allocation at)
        : base(nameof(PatchEmbedding)) =>
        _projection = Add("proj", new Conv2d(3, config.Width, config.PatchSize, at, stride: config.PatchSize));

    /// <summary>Pixels [N, 3, S, S] to [N, patches, width], row by row.</summary>
    public override torch.Tensor Forward(torch.Tensor x)
    {
        using var scope = torch.NewDisposeScope();
        return _projection.Forward(x).flatten(2).transpose(1, 2).MoveToOuterDisposeScope();
    }
}
