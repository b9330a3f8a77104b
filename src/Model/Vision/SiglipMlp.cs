using JanusCluster.Model.Configuration;
using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Vision;

/// <summary>The feed-forward network of a vision block: linear, exact (erf) GELU, linear.</summary>
public sealed class SiglipMlp : Layer
{
    private readonly Linear _first;
    private readonly Linear _second;

    public SiglipMlp(VisionConfig config, Allocation at)
        : base(nameof(SiglipMlp))
    {
        _first = Add("fc1", new Linear(config.Width, config.MlpSize, bias: true, at));
        _second = Add("fc2", new Linear(config.MlpSize, config.Width, bias: true, at));
    }

    /// <summary>[…, width] to […, width].</summary>
    public override torch.Tensor Forward(torch.Tensor x)
    {
        using var scope = torch.NewDisposeScope();
        return _second.Forward(torch.nn.functional.gelu(_first.Forward(x))).MoveToOuterDisposeScope();
    }
}
