using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Vq;

/// <summary>Halves the side: a 3×3 convolution of stride 2, padded on the right and at the bottom only.</summary>
public sealed class Downsample : Layer
{
    private readonly Conv2d _convolution;

    public Downsample(int channels, Allocation at)
        : base(nameof(Downsample)) => _convolution = Add("conv", new Conv2d(channels, channels, 3, at, stride: 2));

    /// <summary>[N, channels, H, W] to [N, channels, H/2, W/2].</summary>
    public override torch.Tensor Forward(torch.Tensor x)
    {
        using torch.Tensor padded = torch.nn.functional.pad(x, (0, 1, 0, 1)); // left, right, top, bottom
        return _convolution.Forward(padded);
    }
}
