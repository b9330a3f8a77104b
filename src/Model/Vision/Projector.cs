using JanusCluster.Model.Configuration;
using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Vision;

/// <summary>Brings features to the transformer's width: <c>aligner</c> and <c>gen_aligner</c> of a checkpoint.</summary>
/// <remarks>
/// Source: <c>projector.py</c> of deepseek-ai/Janus. Names: a linear projector is <c>layers</c> itself; in an MLP the linear
/// layers are <c>layers.0</c>, <c>layers.2</c>, … since the GELUs between them count, too.
/// </remarks>
public sealed class Projector : Layer
{
    private readonly List<Linear> _layers = [];

    /// <exception cref="ArgumentException">An unknown kind, or a depth below 1.</exception>
    public Projector(ProjectorConfig config, Allocation at)
        : base(nameof(Projector))
    {
        switch (config.Kind)
        {
            case ProjectorKind.Identity:
                break;
            case ProjectorKind.Linear:
                _layers.Add(Add("layers", new Linear(config.InputSize, config.OutputSize, bias: true, at)));
                break;
            case ProjectorKind.MlpGelu when config.Depth >= 1:
                for (int i = 0; i < config.Depth; i++)
                    _layers.Add(new Linear(i == 0 ? config.InputSize : config.OutputSize, config.OutputSize, bias: true, at));
                Add("layers", new PartList<Linear>(_layers, stride: 2));
                break;
            default:
                throw new ArgumentException($"No projector of kind {config.Kind} and depth {config.Depth}.", nameof(config));
        }
    }

    /// <summary>[…, inputs] to […, outputs]; exact (erf) GELU between two layers.</summary>
    public override torch.Tensor Forward(torch.Tensor x)
    {
        if (_layers.Count == 0)
            return x.alias();

        using var scope = torch.NewDisposeScope();
        torch.Tensor y = _layers[0].Forward(x);
        foreach (Linear layer in _layers.Skip(1))
            y = layer.Forward(torch.nn.functional.gelu(y));
        return y.MoveToOuterDisposeScope();
    }
}
