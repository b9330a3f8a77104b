using JanusCluster.Model.Configuration;
using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Vision;

/// <summary>Self-attention over all patches of an image; parameters <c>qkv</c> and <c>proj</c>.</summary>
public sealed class SiglipAttention : Layer
{
    private readonly int _heads;
    private readonly Linear _qkv;
    private readonly Linear _projection;

    public SiglipAttention(VisionConfig config, Allocation at)
        : base(nameof(SiglipAttention))
    {
        _heads = config.Heads;
        _qkv = Add("qkv", new Linear(config.Width, 3 * config.Width, bias: true, at));
        _projection = Add("proj", new Linear(config.Width, config.Width, bias: true, at));
    }

    /// <summary>[N, patches, width] to [N, patches, width].</summary>
    public override torch.Tensor Forward(torch.Tensor x)
    {
        using var scope = torch.NewDisposeScope();
        long images = x.shape[0], patches = x.shape[1], width = x.shape[2];
        torch.Tensor all = _qkv.Forward(x).view(images, patches, 3, _heads, width / _heads).permute(2, 0, 3, 1, 4);
        torch.Tensor attended = torch.nn.functional.scaled_dot_product_attention(all[0], all[1], all[2]); // [N, heads, patches, d]
        return _projection.Forward(attended.transpose(1, 2).reshape(images, patches, width)).MoveToOuterDisposeScope();
    }
}
