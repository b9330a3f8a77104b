using JanusCluster.Model.Configuration;
using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Language;

/// <summary>The decoder and its head over text tokens: <c>language_model</c> of a checkpoint.</summary>
public sealed class LlamaForCausalLm : ModelPart
{
    private readonly Linear? _head;

    public LlamaForCausalLm(LanguageConfig config, Allocation at)
        : base(nameof(LlamaForCausalLm))
    {
        Model = Add("model", new LlamaModel(config, at));
        if (!config.TieWordEmbeddings)
            _head = Add("lm_head", new Linear(config.HiddenSize, config.VocabularySize, bias: false, at));
    }

    public LlamaModel Model { get; }

    /// <summary>[vocabulary, hidden]; the embeddings' own where the two are tied.</summary>
    internal torch.Tensor HeadWeight => _head is not null ? _head.Weight : Model.EmbedTokens.Weight;

    /// <summary>Hidden states […, hidden] to logits […, vocabulary].</summary>
    public torch.Tensor Logits(torch.Tensor hidden) =>
        _head is not null ? _head.Forward(hidden) : torch.nn.functional.linear(hidden, Model.EmbedTokens.Weight);
}
