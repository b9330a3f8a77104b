using TorchSharp;
using TorchSharp.Modules;

namespace JanusCluster.Model.Layers;

/// <summary>A convolution with square kernel and bias.</summary>
public sealed class Conv2d : Layer
{
    private readonly long[] _stride;
    private readonly long[] _padding;

    public Conv2d(long inputs, long outputs, int kernel, Allocation at, int stride = 1, int padding = 0)
        : base(nameof(Conv2d))
    {
        _stride = [stride, stride];
        _padding = [padding, padding];
        Weight = AddParameter("weight", at.Empty(outputs, inputs, kernel, kernel));
        Bias = AddParameter("bias", at.Empty(outputs));
    }

    /// <summary>[outputs, inputs, kernel, kernel].</summary>
    public Parameter Weight { get; }

    /// <summary>[outputs].</summary>
    public Parameter Bias { get; }

    /// <summary>[N, inputs, H, W] to [N, outputs, (H + 2·padding - kernel) / stride + 1, likewise W].</summary>
    public override torch.Tensor Forward(torch.Tensor x) =>
        torch.nn.functional.conv2d(x, Weight, Bias, _stride, _padding);

    /// <summary>Uniform within one over the square root of the fan-in, as torch does by default.</summary>
    public override void InitializeWeights(torch.Generator generator)
    {
        double bound = 1 / Math.Sqrt(Weight.shape[1] * Weight.shape[2] * Weight.shape[3]);
        Weight.uniform_(-bound, bound, generator);
        Bias.uniform_(-bound, bound, generator);
    }
}
