using TorchSharp;
using TorchSharp.Modules;

namespace JanusCluster.Model.Layers;

/// <summary>A table of rows, looked up by index.</summary>
public sealed class Embedding : Layer
{
    private const double InitialDeviation = 0.02;

    public Embedding(long rows, long width, Allocation at)
        : base(nameof(Embedding)) => Weight = AddParameter("weight", at.Empty(rows, width));

    /// <summary>[rows, width].</summary>
    public Parameter Weight { get; }

    /// <summary>Indices […] (int32 or int64) to rows […, width]. An index outside the table is an error of libtorch.</summary>
    public override torch.Tensor Forward(torch.Tensor x)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor rows = Weight.index_select(0, x.reshape(-1)); // [indices, width]
        return rows.reshape([.. x.shape, Weight.shape[1]]).MoveToOuterDisposeScope();
    }

    public override void InitializeWeights(torch.Generator generator) => Weight.normal_(0, InitialDeviation, generator);
}
