using JanusCluster.Model.Configuration;
using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Language;

/// <summary>Causal self-attention with rotary positions; parameters <c>{q,k,v,o}_proj.weight</c>.</summary>
public sealed class LlamaAttention : ModelPart
{
    private readonly LanguageConfig _config;
    private readonly FusedLinear _qkv;

    public LlamaAttention(LanguageConfig config, Allocation at)
        : base(nameof(LlamaAttention))
    {
        _config = config;
        long queries = config.Heads * config.HeadDim, keys = config.KeyValueHeads * config.HeadDim;
        _qkv = new FusedLinear(config.HiddenSize, [queries, keys, keys], at);
        Add("q_proj", _qkv.Layers[0]);
        Add("k_proj", _qkv.Layers[1]);
        Add("v_proj", _qkv.Layers[2]);
        Output = Add("o_proj", new Linear(queries, config.HiddenSize, bias: false, at));
    }

    internal Linear Output { get; }

    /// <summary>[(heads + 2 · kvHeads) · headDim, hidden].</summary>
    internal torch.Tensor QueryKeyValueWeight => _qkv.Fused;

    /// <summary>[B, T, hidden] to [B, T, hidden].</summary>
    /// <param name="layer">The index under which the cache knows this layer.</param>
    /// <param name="angles">Cosines and sines, [B, T, headDim] or [T, headDim].</param>
    /// <param name="cache">Null to attend among the T alone.</param>
    /// <param name="mask">See <see cref="LlamaModel.Forward"/>.</param>
    public torch.Tensor Forward(
        torch.Tensor x, int layer, (torch.Tensor Cosines, torch.Tensor Sines) angles, IKeyValueCache? cache, torch.Tensor? mask)
    {
        using var scope = torch.NewDisposeScope();
        long batch = x.shape[0], rows = x.shape[1], rotated = _config.Heads + _config.KeyValueHeads;
        torch.Tensor all = _qkv.Forward(x).view(batch, rows, rotated + _config.KeyValueHeads, _config.HeadDim);
        torch.Tensor turned = RotaryEmbedding.Rotate( // queries and keys in one go: [B, T, heads + kvHeads, d]
            all.narrow(2, 0, rotated), angles.Cosines.unsqueeze(-2), angles.Sines.unsqueeze(-2));
        torch.Tensor queries = turned.narrow(2, 0, _config.Heads).transpose(1, 2); // [B, heads, T, d]
        torch.Tensor keys = turned.narrow(2, _config.Heads, _config.KeyValueHeads).transpose(1, 2); // [B, kvHeads, T, d]
        torch.Tensor values = all.narrow(2, rotated, _config.KeyValueHeads).transpose(1, 2);
        torch.Tensor attended = cache is null // [B, heads, T, d]
            ? GroupedAttention.Attend(queries, keys, values, mask)
            : cache.Attend(layer, queries, keys, values, mask);
        return Output.Forward(attended.transpose(1, 2).reshape(batch, rows, -1)).MoveToOuterDisposeScope();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _qkv.Dispose();
        base.Dispose(disposing);
    }
}
