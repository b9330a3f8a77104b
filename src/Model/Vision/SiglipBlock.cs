using JanusCluster.Model.Configuration;
using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Vision;

/// <summary>One vision block: attention and feed-forward network, each behind a norm and around a residual.</summary>
public sealed class SiglipBlock : Layer
{
    public SiglipBlock(VisionConfig config, Allocation at)
        : base(nameof(SiglipBlock))
    {
        FirstNorm = Add("norm1", new LayerNorm(config.Width, SiglipTransformer.NormEpsilon, at));
        Attention = Add("attn", new SiglipAttention(config, at));
        SecondNorm = Add("norm2", new LayerNorm(config.Width, SiglipTransformer.NormEpsilon, at));
        Mlp = Add("mlp", new SiglipMlp(config, at));
    }

    public LayerNorm FirstNorm { get; }

    public SiglipAttention Attention { get; }

    public LayerNorm SecondNorm { get; }

    public SiglipMlp Mlp { get; }

    /// <summary>[N, patches, width] to [N, patches, width].</summary>
    public override torch.Tensor Forward(torch.Tensor x)
    {
        using var scope = torch.NewDisposeScope();
        x = x.Plus(Attention.Forward(FirstNorm.Forward(x)));
        return x.Plus(Mlp.Forward(SecondNorm.Forward(x))).MoveToOuterDisposeScope();
    }
}
