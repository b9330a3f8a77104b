using TorchSharp;
using TorchSharp.Modules;

namespace JanusCluster.Model.Layers;

/// <summary>Layer normalisation over the last dimension, with weight and bias.</summary>
public sealed class LayerNorm : Layer
{
    private readonly double _epsilon;

    public LayerNorm(long width, double epsilon, Allocation at)
        : base(nameof(LayerNorm))
    {
        _epsilon = epsilon;
        Weight = AddParameter("weight", at.Empty(width));
        Bias = AddParameter("bias", at.Empty(width));
    }

    /// <summary>[width].</summary>
    public Parameter Weight { get; }

    /// <summary>[width].</summary>
    public Parameter Bias { get; }

    /// <summary>[…, width] to […, width].</summary>
    public override torch.Tensor Forward(torch.Tensor x) =>
        torch.nn.functional.layer_norm(x, Weight.shape, Weight, Bias, _epsilon);

    public override void InitializeWeights(torch.Generator generator)
    {
        Weight.fill_(Scalars.One);
        Bias.zero_();
    }
}
