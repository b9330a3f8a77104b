namespace JanusCluster.Model.Configuration;

/// <summary>config.json of Hugging Face's <c>JanusForConditionalGeneration</c>: text_config, vision_config, vq_config.</summary>
/// <remarks>
/// Source and defaults: <c>configuration_janus.py</c> and <c>modeling_janus.py</c> of transformers. The aligners and the image
/// head have no section of their own there; their sizes are fields of vision_config and vq_config.
/// </remarks>
internal static class TransformersLayout
{
    public static JanusConfig Read(JsonSection root)
    {
        LanguageConfig language = LlamaFields.Read(root.Section("text_config"));
        language = language with { TieWordEmbeddings = root.Bool("tie_word_embeddings", language.TieWordEmbeddings) };
        JsonSection vision = root.Section("vision_config");
        JsonSection vq = root.Section("vq_config");
        VisionConfig tower = ReadVision(vision);
        int codeDim = vq.Size("embed_dim", 8, 1 << 14);
        int codes = vq.Size("num_embeddings", 16384, 1 << 22);
        int projection = vq.Size("projection_dim", 2048);
        IReadOnlyList<int> multipliers = vq.List<int>("channel_multiplier", [1, 1, 2, 2, 4], 10, PublishedLayout.Multiplier);
        if (vq.Bool("double_latent", false))
            throw vq.Error("double_latent", "is true, which is not supported");
        RequireRgb(vision, "num_channels");
        RequireRgb(vq, "in_channels");
        RequireRgb(vq, "out_channels");
        vq.Require("hidden_act", "gelu");

        // transformers overwrites vq_config.num_patches with the vision tower's grid: generated images have that many codes a side.
        int imageSize = tower.ImageSize / tower.PatchSize << (multipliers.Count - 1);
        return new JanusConfig(
            language,
            tower,
            new ProjectorConfig(ProjectorKind.MlpGelu, tower.Width, vision.Size("projection_dim", 2048), vision.Size("depth", 2, 64)),
            new VqConfig(
                codes,
                codeDim,
                vq.Size("base_channels", 128, 1 << 14),
                multipliers,
                vq.Size("num_res_blocks", 2, 64),
                vq.Size("latent_channels", 256, 1 << 14),
                imageSize),
            new ProjectorConfig(ProjectorKind.MlpGelu, codeDim, projection, vq.Size("num_hidden_layers", 2, 64)),
            new GenHeadConfig(vq.Size("image_token_embed_dim", 2048), projection, codes));
    }

    private static VisionConfig ReadVision(JsonSection section)
    {
        section.Require("hidden_act", "gelu");
        if (section.Bool("use_qk_norm", false))
            throw section.Error("use_qk_norm", "is true, which is not supported");
        if (!section.Bool("attention_bias", true))
            throw section.Error("attention_bias", "is false, which is not supported");
        if (section.Number("layer_norm_eps", 1e-6, 0, 1) != 1e-6)
            throw section.Error("layer_norm_eps", "differs from 1e-6, which is not supported");
        return new VisionConfig(
            section.Size("image_size", 384, 1 << 14),
            section.Size("patch_size", 16, 1 << 10),
            section.Size("hidden_size", 1024),
            section.Size("num_hidden_layers", 24, 1024),
            section.Size("num_attention_heads", 16),
            section.Number("mlp_ratio", 4, 0, 64),
            SelectLayer: -1);
    }

    private static void RequireRgb(JsonSection section, string field)
    {
        if (section.Int(field, 3, 1, 1024) != 3)
            throw section.Error(field, "is not 3; only RGB images are supported");
    }
}
