using JanusCluster.Model.Configuration;
using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Language;

/// <summary>One decoder layer: attention and feed-forward network, each behind a norm and around a residual.</summary>
public sealed class LlamaLayer : ModelPart
{
    public LlamaLayer(LanguageConfig config, Allocation at)
        : base(nameof(LlamaLayer))
    {
        InputNorm = Add("input_layernorm", new RmsNorm(config.HiddenSize, config.RmsNormEpsilon, at));
        Attention = Add("self_attn", new LlamaAttention(config, at));
        PostAttentionNorm = Add("post_attention_layernorm", new RmsNorm(config.HiddenSize, config.RmsNormEpsilon, at));
        Mlp = Add("mlp", new LlamaMlp(config, at));
    }

    public RmsNorm InputNorm { get; }

    public LlamaAttention Attention { get; }

    public RmsNorm PostAttentionNorm { get; }

    public LlamaMlp Mlp { get; }

    /// <summary>[B, T, hidden] to [B, T, hidden]; arguments as in <see cref="LlamaAttention.Forward"/>.</summary>
    public torch.Tensor Forward(
        torch.Tensor x, int layer, (torch.Tensor Cosines, torch.Tensor Sines) angles, IKeyValueCache? cache, torch.Tensor? mask)
    {
        using var scope = torch.NewDisposeScope();
        x = x.Plus(Attention.Forward(InputNorm.Forward(x), layer, angles, cache, mask));
        return x.Plus(Mlp.Forward(PostAttentionNorm.Forward(x))).MoveToOuterDisposeScope();
    }
}
