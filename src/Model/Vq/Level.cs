using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Vq;

/// <summary>One entry of <c>conv_blocks</c>: residual blocks at one resolution, then the change to the next.</summary>
public sealed class Level : Layer
{
    /// <param name="resample">Name (<c>downsample</c> or <c>upsample</c>) and layer; null at the last level.</param>
    /// <param name="attention">An attention block after each residual block; the reference has them at the coarsest level.</param>
    public Level(int inputs, int outputs, int blocks, bool attention, (string Name, Layer Layer)? resample, Allocation at)
        : base(nameof(Level))
    {
        Residuals = Add("res", new PartList<ResnetBlock>(
            Enumerable.Range(0, blocks).Select(i => new ResnetBlock(i == 0 ? inputs : outputs, outputs, at))));
        Attentions = Add("attn", new PartList<AttentionBlock>(
            Enumerable.Range(0, attention ? blocks : 0).Select(_ => new AttentionBlock(outputs, at))));
        if (resample is { } change)
            Resample = Add(change.Name, change.Layer);
    }

    public PartList<ResnetBlock> Residuals { get; }

    public PartList<AttentionBlock> Attentions { get; }

    public Layer? Resample { get; }

    /// <summary>[N, inputs, H, W] to [N, outputs, H', W'].</summary>
    public override torch.Tensor Forward(torch.Tensor x)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor h = AtOneResolution(x);
        return (Resample?.Forward(h) ?? h).MoveToOuterDisposeScope();
    }

    /// <summary>Everything but the change of resolution: [N, inputs, H, W] to [N, outputs, H, W].</summary>
    public torch.Tensor AtOneResolution(torch.Tensor x)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor h = x;
        for (int i = 0; i < Residuals.Count; i++)
        {
            h = Residuals[i].Forward(h);
            if (Attentions.Count > 0)
                h = Attentions[i].Forward(h);
        }

        return h.MoveToOuterDisposeScope();
    }
}
