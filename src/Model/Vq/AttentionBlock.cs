using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Vq;

/// <summary>Single-head self-attention over all places of a feature map, around a residual; q, k, v are 1×1 convolutions.</summary>
public sealed class AttentionBlock : Layer
{
    private readonly GroupNorm _norm;
    private readonly Conv2d _query;
    private readonly Conv2d _key;
    private readonly Conv2d _value;
    private readonly Conv2d _projection;

    public AttentionBlock(int channels, Allocation at)
        : base(nameof(AttentionBlock))
    {
        _norm = Add("norm", Normalization.Over(channels, at));
        _query = Add("q", new Conv2d(channels, channels, 1, at));
        _key = Add("k", new Conv2d(channels, channels, 1, at));
        _value = Add("v", new Conv2d(channels, channels, 1, at));
        _projection = Add("proj_out", new Conv2d(channels, channels, 1, at));
    }

    /// <summary>[N, channels, H, W] to [N, channels, H, W].</summary>
    public override torch.Tensor Forward(torch.Tensor x)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor h = _norm.Forward(x);
        torch.Tensor queries = _query.Forward(h).flatten(2).transpose(1, 2); // [N, HW, channels]
        torch.Tensor keys = _key.Forward(h).flatten(2); // [N, channels, HW]
        torch.Tensor values = _value.Forward(h).flatten(2).transpose(1, 2); // [N, HW, channels]
        torch.Tensor weights = torch.bmm(queries, keys).Times(Math.Pow(x.shape[1], -0.5)).softmax(-1); // [N, HW, HW]
        torch.Tensor attended = torch.bmm(weights, values).transpose(1, 2).reshape(x.shape);
        return x.Plus(_projection.Forward(attended)).MoveToOuterDisposeScope();
    }
}
