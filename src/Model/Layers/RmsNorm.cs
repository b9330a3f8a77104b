using TorchSharp;
using TorchSharp.Modules;

namespace JanusCluster.Model.Layers;

/// <summary>Root-mean-square normalisation (Zhang and Sennrich 2019), in the order of operations of Hugging Face's LlamaRMSNorm.</summary>
public sealed class RmsNorm : Layer
{
    private readonly double _epsilon;

    public RmsNorm(long width, double epsilon, Allocation at)
        : base(nameof(RmsNorm))
    {
        _epsilon = epsilon;
        Weight = AddParameter("weight", at.Empty(width));
    }

    /// <summary>[width].</summary>
    public Parameter Weight { get; }

    /// <summary>[…, width] to […, width]. Statistics in float32; the result is rounded to the input's type before it is weighted.</summary>
    public override torch.Tensor Forward(torch.Tensor x)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor wide = x.to(torch.ScalarType.Float32);
        torch.Tensor scale = (wide * wide).mean([-1], keepdim: true).Plus(_epsilon).rsqrt(); // […, 1]
        return (Weight * (wide * scale).to(x.dtype)).MoveToOuterDisposeScope();
    }

    public override void InitializeWeights(torch.Generator generator) => Weight.fill_(Scalars.One);
}
