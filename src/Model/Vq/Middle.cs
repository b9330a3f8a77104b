using JanusCluster.Model.Layers;

namespace JanusCluster.Model.Vq;

/// <summary>The three blocks at the coarsest resolution, <c>mid</c> of encoder and decoder.</summary>
internal static class Middle
{
    /// <summary>Residual, attention, residual; each [N, channels, H, W] to the same shape.</summary>
    public static PartList<Layer> Over(int channels, Allocation at) => new(
    [
        new ResnetBlock(channels, channels, at),
        new AttentionBlock(channels, at),
        new ResnetBlock(channels, channels, at),
    ]);
}
