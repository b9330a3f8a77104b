using TorchSharp;
using TorchSharp.Modules;

namespace JanusCluster.Model.Layers;

/// <summary><c>x · weightᵀ + bias</c>.</summary>
public sealed class Linear : Layer
{
    private const double InitialDeviation = 0.02;

    /// <summary>Allocates the weight.</summary>
    public Linear(long inputs, long outputs, bool bias, Allocation at)
        : this(at.Empty(outputs, inputs), bias ? at.Empty(outputs) : null)
    {
    }

    /// <summary>Takes memory that the caller has allocated, possibly a view into a larger weight.</summary>
    /// <param name="weight">[outputs, inputs].</param>
    /// <param name="bias">[outputs], or null for none.</param>
    public Linear(torch.Tensor weight, torch.Tensor? bias)
        : base(nameof(Linear))
    {
        Weight = AddParameter("weight", weight);
        Bias = bias is null ? null : AddParameter("bias", bias);
    }

    /// <summary>[outputs, inputs].</summary>
    public Parameter Weight { get; }

    /// <summary>[outputs], or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>[…, inputs] to […, outputs].</summary>
    public override torch.Tensor Forward(torch.Tensor x) => torch.nn.functional.linear(x, Weight, Bias);

    /// <summary>Normal with deviation 0.02 (<c>initializer_range</c> of Hugging Face's LlamaConfig), bias zero.</summary>
    public override void InitializeWeights(torch.Generator generator)
    {
        Weight.normal_(0, InitialDeviation, generator);
        Bias?.zero_();
    }
}
