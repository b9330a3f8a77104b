using System.Text.Json.Nodes;

namespace JanusCluster.Model.Configuration;

/// <summary>Writes a configuration in deepseek-ai's layout of <c>config.json</c>; reading it gives an equal record.</summary>
/// <remarks>
/// Fields that the published files leave to code tables (vision sizes, VQ sizes, the side of generated images) are written
/// too: readers that do not know them pass over them.
/// </remarks>
public static class JanusConfigWriter
{
    /// <param name="dtype">What the weights are stored as: bfloat16, float16 or float32. Information only.</param>
    public static JsonObject ToJson(JanusConfig config, string dtype = "bfloat16") => new()
    {
        ["aligner_config"] = Projector("aligner", config.Aligner),
        ["architectures"] = new JsonArray("MultiModalityCausalLM"),
        ["gen_aligner_config"] = Projector("gen_aligner", config.GenAligner),
        ["gen_head_config"] = Part("gen_head", "vision_head", new JsonObject
        {
            ["image_token_embed"] = config.GenHead.EmbedSize,
            ["image_token_size"] = config.GenHead.CodebookSize,
            ["n_embed"] = config.GenHead.InputSize,
        }),
        ["gen_vision_config"] = Part("gen_vision", "VQ-16", new JsonObject
        {
            ["ch"] = config.Vq.Channels,
            ["ch_mult"] = new JsonArray([.. config.Vq.ChannelMultipliers.Select(multiplier => (JsonNode)multiplier)]),
            ["image_size"] = config.Vq.ImageSize,
            ["image_token_size"] = config.Vq.CodebookSize,
            ["n_embed"] = config.Vq.CodeDim,
            ["num_res_blocks"] = config.Vq.ResBlocks,
            ["z_channels"] = config.Vq.LatentChannels,
        }),
        ["language_config"] = Language(config.Language, dtype),
        ["model_type"] = "multi_modality",
        ["torch_dtype"] = dtype,
        ["vision_config"] = Part("vision", "CLIPVisionTower", Vision(config.Vision)),
    };

    private static JsonObject Part(string type, string cls, JsonObject fields) => new()
    {
        ["cls"] = cls,
        ["model_type"] = type,
        ["params"] = fields,
    };

    private static JsonObject Projector(string type, ProjectorConfig projector) => Part(type, "MlpProjector", new JsonObject
    {
        ["depth"] = projector.Depth,
        ["input_dim"] = projector.InputSize,
        ["n_embed"] = projector.OutputSize,
        ["projector_type"] = projector.Kind switch
        {
            ProjectorKind.Identity => "identity",
            ProjectorKind.Linear => "linear",
            _ => "mlp_gelu",
        },
    });

    private static JsonObject Language(LanguageConfig language, string dtype) => new()
    {
        ["head_dim"] = language.HeadDim,
        ["hidden_size"] = language.HiddenSize,
        ["intermediate_size"] = language.IntermediateSize,
        ["max_position_embeddings"] = language.MaxPositions,
        ["model_type"] = "llama",
        ["num_attention_heads"] = language.Heads,
        ["num_hidden_layers"] = language.Layers,
        ["num_key_value_heads"] = language.KeyValueHeads,
        ["rms_norm_eps"] = language.RmsNormEpsilon,
        ["rope_theta"] = language.RopeTheta,
        ["tie_word_embeddings"] = language.TieWordEmbeddings,
        ["torch_dtype"] = dtype,
        ["vocab_size"] = language.VocabularySize,
    };

    private static JsonObject Vision(VisionConfig vision) => new()
    {
        ["heads"] = vision.Heads,
        ["image_size"] = vision.ImageSize,
        ["layers"] = vision.Layers,
        ["mlp_ratio"] = vision.MlpRatio,
        ["model_name"] = NameOf(vision),
        ["patch_size"] = vision.PatchSize,
        ["select_feature"] = "same",
        ["select_layer"] = vision.SelectLayer,
        ["width"] = vision.Width,
    };

    /// <summary>The published name of a tower of these sizes, or one made of its sizes.</summary>
    private static string NameOf(VisionConfig vision)
    {
        var sizes = new SiglipVariant(vision.PatchSize, vision.Width, vision.Layers, vision.Heads, vision.MlpRatio);
        string suffix = $"_patch{vision.PatchSize}_{vision.ImageSize}";
        return SiglipVariant.ByName
            .Where(variant => variant.Value == sizes && variant.Key.EndsWith(suffix, StringComparison.Ordinal))
            .Select(variant => variant.Key)
            .FirstOrDefault($"siglip_width{vision.Width}{suffix}");
    }
}
