using JanusCluster.Model.Configuration;
using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Language;

/// <summary>The gated feed-forward network (SwiGLU, Shazeer 2020); parameters <c>{gate,up,down}_proj.weight</c>.</summary>
public sealed class LlamaMlp : Layer
{
    private readonly FusedLinear _gateUp;

    public LlamaMlp(LanguageConfig config, Allocation at)
        : base(nameof(LlamaMlp))
    {
        _gateUp = new FusedLinear(config.HiddenSize, [config.IntermediateSize, config.IntermediateSize], at);
        Add("gate_proj", _gateUp.Layers[0]);
        Add("up_proj", _gateUp.Layers[1]);
        Down = Add("down_proj", new Linear(config.IntermediateSize, config.HiddenSize, bias: false, at));
    }

    internal Linear Down { get; }

    /// <summary>[2 · intermediate, hidden].</summary>
    internal torch.Tensor GateUpWeight => _gateUp.Fused;

    /// <summary>[…, hidden] to […, hidden].</summary>
    public override torch.Tensor Forward(torch.Tensor x)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor both = _gateUp.Forward(x); // […, 2 · intermediate]
        long half = both.shape[^1] / 2;
        torch.Tensor gated = torch.nn.functional.silu(both.narrow(-1, 0, half)) * both.narrow(-1, half, half);
        return Down.Forward(gated).MoveToOuterDisposeScope();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _gateUp.Dispose();
        base.Dispose(disposing);
    }
}
