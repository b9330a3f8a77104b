using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Vq;

/// <summary>Two times norm, swish, 3×3 convolution, around a residual; a 1×1 convolution (<c>nin_shortcut</c>) where the width changes.</summary>
public sealed class ResnetBlock : Layer
{
    private readonly GroupNorm _firstNorm;
    private readonly Conv2d _first;
    private readonly GroupNorm _secondNorm;
    private readonly Conv2d _second;
    private readonly Conv2d? _shortcut;

    public ResnetBlock(int inputs, int outputs, Allocation at)
        : base(nameof(ResnetBlock))
    {
        _firstNorm = Add("norm1", Normalization.Over(inputs, at));
        _first = Add("conv1", new Conv2d(inputs, outputs, 3, at, padding: 1));
        _secondNorm = Add("norm2", Normalization.Over(outputs, at));
        _second = Add("conv2", new Conv2d(outputs, outputs, 3, at, padding: 1));
        if (inputs != outputs)
            _shortcut = Add("nin_shortcut", new Conv2d(inputs, outputs, 1, at));
    }

    /// <summary>[N, inputs, H, W] to [N, outputs, H, W].</summary>
    public override torch.Tensor Forward(torch.Tensor x)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor h = _first.Forward(torch.nn.functional.silu(_firstNorm.Forward(x)));
        h = _second.Forward(torch.nn.functional.silu(_secondNorm.Forward(h)));
        return (_shortcut?.Forward(x) ?? x).Plus(h).MoveToOuterDisposeScope();
    }
}
