using TorchSharp;

namespace JanusCluster.Model.Layers;

/// <summary>
/// Several linear layers over the same input as one matrix product. The fused weight owns the memory; each layer's
/// weight is a view into it, so that filling the layers (from a checkpoint, or by an optimizer) fills the fused weight.
/// </summary>
/// <remarks>The layers are not registered here: the owner registers them under their checkpoint names.</remarks>
internal sealed class FusedLinear : IDisposable
{
    /// <param name="outputs">Outputs of each layer, in order.</param>
    public FusedLinear(long inputs, IReadOnlyList<long> outputs, Allocation at)
    {
        Fused = at.Empty(outputs.Sum(), inputs).DetachFromDisposeScope();
        var layers = new List<Linear>();
        long row = 0;
        foreach (long count in outputs)
        {
            layers.Add(new Linear(Fused.narrow(0, row, count), bias: null));
            row += count;
        }

        Layers = layers;
    }

    /// <summary>[sum of outputs, inputs].</summary>
    public torch.Tensor Fused { get; }

    /// <summary>The single layers; their weights are views.</summary>
    public IReadOnlyList<Linear> Layers { get; }

    /// <summary>[…, inputs] to […, sum of outputs], the layers' results one after the other.</summary>
    /// <remarks>Autograd knows the layers' weights, not the memory behind them: where gradients are wanted, they are joined anew.</remarks>
    public torch.Tensor Forward(torch.Tensor x)
    {
        if (!torch.is_grad_enabled() || !Layers.Any(layer => layer.Weight.requires_grad))
            return torch.nn.functional.linear(x, Fused);

        using torch.Tensor joined = torch.cat([.. Layers.Select(layer => (torch.Tensor)layer.Weight)], 0);
        return torch.nn.functional.linear(x, joined);
    }

    public void Dispose() => Fused.Dispose();
}
