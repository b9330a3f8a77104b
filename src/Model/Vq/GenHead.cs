using JanusCluster.Model.Configuration;
using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Vq;

/// <summary>The head over image codes: <c>gen_head</c> of a checkpoint (<c>vision_head</c> of the reference).</summary>
public sealed class GenHead : Layer
{
    public GenHead(GenHeadConfig config, Allocation at)
        : base(nameof(GenHead))
    {
        Projection = Add("output_mlp_projector", new Linear(config.InputSize, config.EmbedSize, bias: true, at));
        Head = Add("vision_head", new Linear(config.EmbedSize, config.CodebookSize, bias: true, at));
    }

    internal Linear Projection { get; }

    internal Linear Head { get; }

    /// <summary>Hidden states […, hidden] to logits […, codes]; exact (erf) GELU between the two layers.</summary>
    public override torch.Tensor Forward(torch.Tensor x)
    {
        using var scope = torch.NewDisposeScope();
        return Head.Forward(torch.nn.functional.gelu(Projection.Forward(x))).MoveToOuterDisposeScope();
    }
}
