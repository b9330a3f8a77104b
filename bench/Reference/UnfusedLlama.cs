using JanusCluster.Model;
using JanusCluster.Model.Configuration;
using JanusCluster.Model.Language;
using TorchSharp;

namespace JanusCluster.Bench.Reference;

/// <summary>
/// The decoder as Hugging Face's <c>modeling_llama.py</c> runs it: queries, keys, values, gate and up are products of their
/// own. It shares the model's weights, whichever way the model itself multiplies by them.
/// </summary>
public sealed class UnfusedLlama
{
    private readonly LlamaModel _llama;
    private readonly LanguageConfig _config;
    private readonly Dictionary<string, torch.Tensor> _weights;

    public UnfusedLlama(JanusModel model)
    {
        (_llama, _config) = (model.LanguageModel.Model, model.Config.Language);
        _weights = _llama.named_parameters().ToDictionary(entry => entry.name, entry => (torch.Tensor)entry.parameter);
    }

    /// <summary>As <see cref="LlamaModel.Forward"/> without a mask: [B, T, hidden] to [B, T, hidden].</summary>
    public torch.Tensor Forward(torch.Tensor embeds, IKeyValueCache cache, torch.Tensor positions)
    {
        using var scope = torch.NewDisposeScope();
        (torch.Tensor Cosines, torch.Tensor Sines) angles = _llama.Rotary.At(positions);
        torch.Tensor x = embeds;
        for (int layer = 0; layer < _config.Layers; layer++)
        {
            using var layerScope = torch.NewDisposeScope();
            torch.Tensor previous = x;
            x = x + Attention(layer, _llama.Layers[layer].InputNorm.Forward(x), angles, cache);
            x = (x + Mlp(layer, _llama.Layers[layer].PostAttentionNorm.Forward(x))).MoveToOuterDisposeScope();
            if (layer > 0)
                previous.Dispose();
        }

        return _llama.Norm.Forward(x).MoveToOuterDisposeScope();
    }

    private torch.Tensor Attention(
        int layer, torch.Tensor x, (torch.Tensor Cosines, torch.Tensor Sines) angles, IKeyValueCache cache)
    {
        torch.Tensor queries = Turn(Heads(Product(layer, "self_attn.q_proj", x)), angles);
        torch.Tensor keys = Turn(Heads(Product(layer, "self_attn.k_proj", x)), angles);
        torch.Tensor values = Heads(Product(layer, "self_attn.v_proj", x));
        torch.Tensor attended = cache.Attend(layer, queries, keys, values, mask: null); // [B, heads, T, d]
        return Product(layer, "self_attn.o_proj", attended.transpose(1, 2).reshape(x.shape[0], x.shape[1], -1));
    }

    private torch.Tensor Mlp(int layer, torch.Tensor x) => Product(
        layer, "mlp.down_proj", torch.nn.functional.silu(Product(layer, "mlp.gate_proj", x)) * Product(layer, "mlp.up_proj", x));

    /// <summary>[B, T, heads · d] to [B, heads, T, d].</summary>
    private torch.Tensor Heads(torch.Tensor x) => x.view(x.shape[0], x.shape[1], -1, _config.HeadDim).transpose(1, 2);

    private static torch.Tensor Turn(torch.Tensor x, (torch.Tensor Cosines, torch.Tensor Sines) angles) =>
        RotaryEmbedding.Rotate(x, angles.Cosines, angles.Sines);

    private torch.Tensor Product(int layer, string name, torch.Tensor x) =>
        torch.nn.functional.linear(x, _weights[$"layers.{layer}.{name}.weight"]);
}
