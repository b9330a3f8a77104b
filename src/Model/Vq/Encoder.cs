using JanusCluster.Model.Configuration;
using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Vq;

/// <summary>Images to latent maps, from the finest level to the coarsest.</summary>
/// <remarks>Source: <c>Encoder</c> in <c>vq_model.py</c> of deepseek-ai/Janus, after VQGAN (Esser et al. 2021).</remarks>
public sealed class Encoder : Layer
{
    private readonly GroupNorm _norm;
    private readonly Conv2d _output;

    public Encoder(VqConfig config, Allocation at)
        : base(nameof(Encoder))
    {
        Input = Add("conv_in", new Conv2d(3, config.Channels, 3, at, padding: 1));
        int width = config.Channels, last = config.ChannelMultipliers.Count - 1;
        var levels = new List<Level>();
        for (int i = 0; i <= last; i++)
        {
            int next = config.Channels * config.ChannelMultipliers[i];
            (string, Layer)? resample = i == last ? null : ("downsample", new Downsample(next, at));
            levels.Add(new Level(width, next, config.ResBlocks, attention: i == last, resample, at));
            width = next;
        }

        Levels = Add("conv_blocks", new PartList<Level>(levels));
        Mid = Add("mid", Middle.Over(width, at));
        _norm = Add("norm_out", Normalization.Over(width, at));
        _output = Add("conv_out", new Conv2d(width, config.LatentChannels, 3, at, padding: 1));
    }

    public Conv2d Input { get; }

    /// <summary>The finest level first.</summary>
    public PartList<Level> Levels { get; }

    public PartList<Layer> Mid { get; }

    /// <summary>Images [N, 3, S, S], about -1 to 1, to latents [N, z, S/d, S/d] with d the downsampling.</summary>
    public override torch.Tensor Forward(torch.Tensor x)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor h = Input.Forward(x);
        foreach (Level level in Levels)
            h = level.Forward(h);
        foreach (Layer block in Mid)
            h = block.Forward(h);
        return _output.Forward(torch.nn.functional.silu(_norm.Forward(h))).MoveToOuterDisposeScope();
    }
}
