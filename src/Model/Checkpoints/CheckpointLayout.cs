using JanusCluster.Model.Configuration;

namespace JanusCluster.Model.Checkpoints;

/// <summary>One tensor of the published layout.</summary>
/// <param name="Optional">
/// The model does without it, and a file may hold it or not: attention pooling of the vision tower, its blocks that select_layer
/// cuts off, codebook statistics, an output head tied to the embedding.
/// </param>
public sealed record LayoutTensor(string Name, IReadOnlyList<long> Shape, bool Optional = false);

/// <summary>Names and shapes of every tensor of a checkpoint in deepseek-ai's layout, from the sizes alone.</summary>
/// <remarks>Source: module definitions of deepseek-ai/Janus and of Hugging Face's Llama; the order is theirs.</remarks>
public static class CheckpointLayout
{
    public const string VisionTower = "vision_model.vision_tower.";
    public const string AttentionPool = VisionTower + "attn_pool.";
    public const string CodebookUsed = "gen_vision_model.quantize.codebook_used";

    public static IReadOnlyList<LayoutTensor> Tensors(JanusConfig config) =>
    [
        .. Vision(config.Vision),
        .. Projector("aligner", config.Aligner),
        .. VqLayout.Tensors(config.Vq),
        .. Projector("gen_aligner", config.GenAligner),
        .. Linear("gen_head.output_mlp_projector", config.GenHead.InputSize, config.GenHead.EmbedSize),
        .. Linear("gen_head.vision_head", config.GenHead.EmbedSize, config.GenHead.CodebookSize),
        new("gen_embed.weight", [config.Vq.CodebookSize, config.Vq.CodeDim]),
        .. Language(config.Language),
    ];

    internal static IEnumerable<LayoutTensor> Linear(string name, long input, long output) =>
        [new($"{name}.weight", [output, input]), new($"{name}.bias", [output])];

    internal static IEnumerable<LayoutTensor> Norm(string name, long width) =>
        [new($"{name}.weight", [width]), new($"{name}.bias", [width])];

    internal static IEnumerable<LayoutTensor> Convolution(string name, long input, long output, long kernel) =>
        [new($"{name}.weight", [output, input, kernel, kernel]), new($"{name}.bias", [output])];

    private static IEnumerable<LayoutTensor> Vision(VisionConfig vision) =>
    [
        new($"{VisionTower}pos_embed", [1, vision.Patches, vision.Width]),
        .. Convolution($"{VisionTower}patch_embed.proj", 3, vision.Width, vision.PatchSize),
        .. Enumerable.Range(0, vision.Layers).SelectMany(layer => VisionBlock($"{VisionTower}blocks.{layer}", vision)
            .Select(tensor => tensor with { Optional = layer >= vision.ActiveLayers })),
        .. Norm($"{VisionTower}norm", vision.Width),
        .. AttentionPooling(vision).Select(tensor => tensor with { Optional = true }),
    ];

    private static IEnumerable<LayoutTensor> VisionBlock(string block, VisionConfig vision) =>
    [
        .. Norm($"{block}.norm1", vision.Width),
        .. Linear($"{block}.attn.qkv", vision.Width, 3L * vision.Width),
        .. Linear($"{block}.attn.proj", vision.Width, vision.Width),
        .. Norm($"{block}.norm2", vision.Width),
        .. Linear($"{block}.mlp.fc1", vision.Width, vision.MlpSize),
        .. Linear($"{block}.mlp.fc2", vision.MlpSize, vision.Width),
    ];

    private static IEnumerable<LayoutTensor> AttentionPooling(VisionConfig vision) =>
    [
        new($"{AttentionPool}latent", [1, 1, vision.Width]),
        .. Linear($"{AttentionPool}q", vision.Width, vision.Width),
        .. Linear($"{AttentionPool}kv", vision.Width, 2L * vision.Width),
        .. Linear($"{AttentionPool}proj", vision.Width, vision.Width),
        .. Norm($"{AttentionPool}norm", vision.Width),
        .. Linear($"{AttentionPool}mlp.fc1", vision.Width, vision.MlpSize),
        .. Linear($"{AttentionPool}mlp.fc2", vision.MlpSize, vision.Width),
    ];

    /// <remarks>An mlp_gelu numbers its activations too: linear layers are 0, 2, 4 and so on.</remarks>
    private static IEnumerable<LayoutTensor> Projector(string name, ProjectorConfig projector) => projector.Kind switch
    {
        ProjectorKind.Identity => [],
        ProjectorKind.Linear => Linear($"{name}.layers", projector.InputSize, projector.OutputSize),
        _ => Enumerable.Range(0, projector.Depth).SelectMany(layer =>
            Linear($"{name}.layers.{2 * layer}", layer == 0 ? projector.InputSize : projector.OutputSize, projector.OutputSize)),
    };

    private static IEnumerable<LayoutTensor> Language(LanguageConfig language)
    {
        const string Model = "language_model.model";
        return
        [
            new($"{Model}.embed_tokens.weight", [language.VocabularySize, language.HiddenSize]),
            .. Enumerable.Range(0, language.Layers).SelectMany(layer => LanguageLayer($"{Model}.layers.{layer}", language)),
            new($"{Model}.norm.weight", [language.HiddenSize]),
            new("language_model.lm_head.weight", [language.VocabularySize, language.HiddenSize], language.TieWordEmbeddings),
        ];
    }

    private static IEnumerable<LayoutTensor> LanguageLayer(string layer, LanguageConfig language)
    {
        long hidden = language.HiddenSize, queries = (long)language.Heads * language.HeadDim;
        long keys = (long)language.KeyValueHeads * language.HeadDim;
        return
        [
            new($"{layer}.self_attn.q_proj.weight", [queries, hidden]),
            new($"{layer}.self_attn.k_proj.weight", [keys, hidden]),
            new($"{layer}.self_attn.v_proj.weight", [keys, hidden]),
            new($"{layer}.self_attn.o_proj.weight", [hidden, queries]),
            new($"{layer}.mlp.gate_proj.weight", [language.IntermediateSize, hidden]),
            new($"{layer}.mlp.up_proj.weight", [language.IntermediateSize, hidden]),
            new($"{layer}.mlp.down_proj.weight", [hidden, language.IntermediateSize]),
            new($"{layer}.input_layernorm.weight", [hidden]),
            new($"{layer}.post_attention_layernorm.weight", [hidden]),
        ];
    }
}
