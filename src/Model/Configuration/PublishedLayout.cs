using System.Text.Json;

namespace JanusCluster.Model.Configuration;

/// <summary>config.json as deepseek-ai publishes it: seven sections, each with a class name and its <c>params</c>.</summary>
/// <remarks>
/// Source: <c>modeling_vlm.py</c>, <c>clip_encoder.py</c>, <c>projector.py</c> and <c>vq_model.py</c> of deepseek-ai/Janus, whose
/// argument defaults apply to what a file leaves out. The sizes of the vision tower and of the VQ model lie in code tables
/// there; this reader also takes them from <c>params</c>, so that other sizes than the published ones can be written down.
/// </remarks>
internal static class PublishedLayout
{
    public static JanusConfig Read(JsonSection root)
    {
        LanguageConfig language = LlamaFields.Read(root.Section("language_config"));
        VisionConfig vision = ReadVision(root.Section("vision_config"));
        VqConfig vq = ReadVq(root.Section("gen_vision_config"));
        JsonSection head = root.Section("gen_head_config");
        head.Require("cls", "vision_head");
        head = head.Section("params");
        return new JanusConfig(
            language,
            vision,
            ReadProjector(root.Section("aligner_config"), vision.Width, language.HiddenSize),
            vq,
            ReadProjector(root.Section("gen_aligner_config"), vq.CodeDim, language.HiddenSize),
            new GenHeadConfig(
                head.Size("n_embed", language.HiddenSize),
                head.Size("image_token_embed", language.HiddenSize),
                head.Size("image_token_size", vq.CodebookSize, 1 << 22)));
    }

    private static VisionConfig ReadVision(JsonSection section)
    {
        section.Require("cls", "CLIPVisionTower");
        JsonSection fields = section.Section("params");
        fields.Require("select_feature", "same");
        string name = fields.Text("model_name") ?? "siglip_large_patch16_384";
        if (!SiglipVariant.ByName.TryGetValue(name, out SiglipVariant? known)
            && ((string[])["patch_size", "width", "layers", "heads"]).FirstOrDefault(size => !fields.Has(size)) is { } missing)
        {
            throw fields.Error(
                "model_name", $"is \"{name}\", which is not known, and {missing} is missing; known: {string.Join(", ", SiglipVariant.ByName.Keys.Order())}");
        }

        int layers = fields.Size("layers", known?.Layers, 1024);
        int select = fields.Int("select_layer", -1, -layers, layers);
        return new VisionConfig(
            fields.Size("image_size", 336, 1 << 14),
            fields.Size("patch_size", known?.PatchSize, 1 << 10),
            fields.Size("width", known?.Width),
            layers,
            fields.Size("heads", known?.Heads),
            fields.Number("mlp_ratio", known?.MlpRatio ?? 4, 0, 64),
            select == 0 ? -1 : select);
    }

    private static ProjectorConfig ReadProjector(JsonSection section, int input, int output)
    {
        section.Require("cls", "MlpProjector");
        JsonSection fields = section.Section("params");
        string kind = fields.Text("projector_type") ?? "mlp_gelu";
        return new ProjectorConfig(
            kind switch
            {
                "identity" => ProjectorKind.Identity,
                "linear" => ProjectorKind.Linear,
                "mlp_gelu" => ProjectorKind.MlpGelu,
                _ => throw fields.Error("projector_type", $"is \"{kind}\"; identity, linear and mlp_gelu are supported"),
            },
            fields.Size("input_dim", input),
            fields.Size("n_embed", output),
            fields.Size("depth", 1, 64));
    }

    private static VqConfig ReadVq(JsonSection section)
    {
        section.Require("cls", "VQ-16");
        JsonSection fields = section.Section("params");
        return new VqConfig(
            fields.Size("image_token_size", 16384, 1 << 22),
            fields.Size("n_embed", 8, 1 << 14),
            fields.Size("ch", 128, 1 << 14),
            fields.List<int>("ch_mult", [1, 1, 2, 2, 4], 10, Multiplier),
            fields.Size("num_res_blocks", 2, 64),
            fields.Size("z_channels", 256, 1 << 14),
            fields.Size("image_size", 384, 1 << 14));
    }

    public static int? Multiplier(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number is >= 1 and <= 64 ? number : null;
}
