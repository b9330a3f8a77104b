using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Vq;

/// <summary>Doubles the side: each place four times, then a 3×3 convolution.</summary>
public sealed class Upsample : Layer
{
    private readonly Conv2d _convolution;

    public Upsample(int channels, Allocation at)
        : base(nameof(Upsample)) => _convolution = Add("conv", new Conv2d(channels, channels, 3, at, padding: 1));

    /// <summary>[N, channels, H, W] to [N, channels, 2H, 2W].</summary>
    public override torch.Tensor Forward(torch.Tensor x)
    {
        using torch.Tensor doubled = torch.nn.functional.interpolate(x, scale_factor: [2, 2], mode: torch.InterpolationMode.Nearest);
        return _convolution.Forward(doubled);
    }
}
