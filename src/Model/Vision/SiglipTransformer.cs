using JanusCluster.Model.Configuration;
using JanusCluster.Model.Layers;
using TorchSharp;
using Parameter = TorchSharp.Modules.Parameter;

namespace JanusCluster.Model.Vision;

/// <summary>The SigLIP vision transformer (Zhai et al. 2023): learned positions, no class token, no pooling.</summary>
/// <remarks>
/// Source: <c>siglip_vit.py</c> of deepseek-ai/Janus. With a select_layer below -1 the last blocks are not built, yet the final
/// norm is applied. Checkpoints hold an attention pool (<c>attn_pool.*</c>) that Janus does not use.
/// </remarks>
public sealed class SiglipTransformer : Layer
{
    internal const double NormEpsilon = 1e-6;
    private const double InitialDeviation = 0.02;

    public SiglipTransformer(VisionConfig config, Allocation at)
        : base(nameof(SiglipTransformer))
    {
        PatchEmbedding = Add("patch_embed", new PatchEmbedding(config, at));
        Positions = AddParameter("pos_embed", at.Empty(1, config.Patches, config.Width));
        Blocks = Add("blocks", new PartList<SiglipBlock>(
            Enumerable.Range(0, config.ActiveLayers).Select(_ => new SiglipBlock(config, at))));
        Norm = Add("norm", new LayerNorm(config.Width, NormEpsilon, at));
    }

    public PatchEmbedding PatchEmbedding { get; }

    /// <summary>[1, patches, width].</summary>
    public Parameter Positions { get; }

    public PartList<SiglipBlock> Blocks { get; }

    public LayerNorm Norm { get; }

    /// <summary>Pixels [N, 3, S, S] to features [N, patches, width].</summary>
    public override torch.Tensor Forward(torch.Tensor x)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor features = PatchEmbedding.Forward(x).Plus(Positions);
        foreach (SiglipBlock block in Blocks)
            features = block.Forward(features);
        return Norm.Forward(features).MoveToOuterDisposeScope();
    }

    public override void InitializeWeights(torch.Generator generator) => Positions.normal_(0, InitialDeviation, generator);
}
