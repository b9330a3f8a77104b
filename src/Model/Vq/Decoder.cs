using JanusCluster.Model.Configuration;
using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Vq;

/// <summary>Latent maps to images, from the coarsest level to the finest.</summary>
/// <remarks>
/// Source: <c>Decoder</c> in <c>vq_model.py</c> of deepseek-ai/Janus. <c>conv_blocks.0</c> is the coarsest level, the one with
/// attention; every level has one residual block more than the encoder's.
/// </remarks>
public sealed class Decoder : Layer
{
    private readonly GroupNorm _norm;
    private readonly Conv2d _output;

    public Decoder(VqConfig config, Allocation at)
        : base(nameof(Decoder))
    {
        int last = config.ChannelMultipliers.Count - 1;
        int width = config.Channels * config.ChannelMultipliers[last];
        Input = Add("conv_in", new Conv2d(config.LatentChannels, width, 3, at, padding: 1));
        Mid = Add("mid", Middle.Over(width, at));
        var levels = new List<Level>();
        for (int i = last; i >= 0; i--)
        {
            int next = config.Channels * config.ChannelMultipliers[i];
            (string, Layer)? resample = i == 0 ? null : ("upsample", new Upsample(next, at));
            levels.Add(new Level(width, next, config.ResBlocks + 1, attention: i == last, resample, at));
            width = next;
        }

        Levels = Add("conv_blocks", new PartList<Level>(levels));
        _norm = Add("norm_out", Normalization.Over(width, at));
        _output = Add("conv_out", new Conv2d(width, 3, 3, at, padding: 1));
    }

    public Conv2d Input { get; }

    public PartList<Layer> Mid { get; }

    /// <summary>The coarsest level first.</summary>
    public PartList<Level> Levels { get; }

    /// <summary>Latents [N, z, G, G] to images [N, 3, S, S], about -1 to 1, not clipped.</summary>
    public override torch.Tensor Forward(torch.Tensor x)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor h = Input.Forward(x);
        foreach (Layer block in Mid)
            h = block.Forward(h);
        foreach (Level level in Levels)
            h = level.Forward(h);
        return _output.Forward(torch.nn.functional.silu(_norm.Forward(h))).MoveToOuterDisposeScope();
    }
}
