using JanusCluster.Model.Configuration;
using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Language;

/// <summary>The Llama decoder (Touvron et al. 2023) from embeddings to hidden states, as Hugging Face's <c>LlamaModel</c>.</summary>
public sealed class LlamaModel : ModelPart
{
    public LlamaModel(LanguageConfig config, Allocation at)
        : base(nameof(LlamaModel))
    {
        EmbedTokens = Add("embed_tokens", new Embedding(config.VocabularySize, config.HiddenSize, at));
        Layers = Add("layers", new PartList<LlamaLayer>(
            Enumerable.Range(0, config.Layers).Select(_ => new LlamaLayer(config, at))));
        Norm = Add("norm", new RmsNorm(config.HiddenSize, config.RmsNormEpsilon, at));
        Rotary = new RotaryEmbedding(config.HeadDim, config.MaxPositions, config.RopeTheta, at);
    }

    public Embedding EmbedTokens { get; }

    public PartList<LlamaLayer> Layers { get; }

    public RmsNorm Norm { get; }

    public RotaryEmbedding Rotary { get; }

    /// <summary>Runs all layers and the final norm over T new positions: [B, T, hidden] to [B, T, hidden].</summary>
    /// <param name="embeds">[B, T, hidden].</param>
    /// <param name="cache">What was computed before; the new keys and values are appended to it. Null: nothing before, nothing kept.</param>
    /// <param name="positions">int64 [B, T], or [T] where all rows are alike; each below the configured longest context.</param>
    /// <param name="mask">
    /// Over S positions, those returned by the cache: bool (true: seen) or additive in the model's type, broadcast to
    /// [B, heads, T, S]. Null: causal, the T being the last of the S.
    /// </param>
    public torch.Tensor Forward(torch.Tensor embeds, IKeyValueCache? cache, torch.Tensor positions, torch.Tensor? mask = null)
    {
        using var scope = torch.NewDisposeScope();
        (torch.Tensor Cosines, torch.Tensor Sines) angles = Rotary.At(positions);
        torch.Tensor x = embeds;
        for (int layer = 0; layer < Layers.Count; layer++)
        {
            torch.Tensor next = Layers[layer].Forward(x, layer, angles, cache, mask);
            if (layer > 0)
                x.Dispose();
            x = next;
        }

        return Norm.Forward(x).MoveToOuterDisposeScope();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Rotary.Dispose();
        base.Dispose(disposing);
    }
}
