using System.Globalization;
using System.Text.RegularExpressions;
using static JanusCluster.Model.Checkpoints.CheckpointLayout;

namespace JanusCluster.Model.Checkpoints;

/// <summary>Names of Hugging Face's <c>JanusForConditionalGeneration</c>.</summary>
/// <remarks>
/// Source: <c>convert_janus_weights_to_hf.py</c> and <c>modeling_janus.py</c> of transformers. Its vision blocks keep q, k and v
/// apart, and its position embedding has no batch dimension; everything else differs in name only (the decoder's levels are
/// numbered in the same order).
/// </remarks>
internal sealed partial class TransformersKeys : KeyLayout
{
    private static readonly string[] Attention = ["q_proj", "k_proj", "v_proj"];

    private static readonly (string Ours, string Theirs)[] Prefixes =
    [
        ("language_model.lm_head.", "lm_head."),
        ("language_model.model.", "model.language_model."),
        ("gen_embed.", "model.generation_embeddings."),
        ("gen_head.output_mlp_projector.", "model.generation_head.proj_out."),
        ("gen_head.", "model.generation_head."),
        (VisionTower + "patch_embed.proj.", "model.vision_model.embeddings.patch_embedding."),
        (VisionTower + "norm.", "model.vision_model.post_layernorm."),
    ];

    protected override string Mark => "model.language_model.";

    public override IReadOnlyList<Placement> Sources(string parameter)
    {
        if (parameter == VisionTower + "pos_embed")
            return [new("model.vision_model.embeddings.position_embedding.weight", Squeezed: true)];
        if (VisionBlock().Match(parameter) is { Success: true } block)
            return VisionSources(block.Groups["layer"].Value, block.Groups["rest"].Value);
        if (Aligner().Match(parameter) is { Success: true } aligner)
            return [new(AlignerSource(aligner))];
        if (parameter.StartsWith("gen_vision_model.", StringComparison.Ordinal))
            return [new(VqSource(parameter))];
        (string ours, string theirs) = Prefixes.FirstOrDefault(pair => parameter.StartsWith(pair.Ours, StringComparison.Ordinal));
        return [new(ours is null ? parameter : theirs + parameter[ours.Length..])];
    }

    private static Placement[] VisionSources(string layer, string rest)
    {
        string prefix = $"model.vision_model.encoder.layers.{layer}.";
        if (rest.StartsWith("attn.qkv.", StringComparison.Ordinal))
        {
            string field = rest["attn.qkv.".Length..];
            return [.. Attention.Select((name, part) => new Placement($"{prefix}self_attn.{name}.{field}", part, Attention.Length))];
        }

        return
        [
            new(prefix + rest
                .Replace("attn.proj.", "self_attn.projection_layer.", StringComparison.Ordinal)
                .Replace("norm1.", "layer_norm1.", StringComparison.Ordinal)
                .Replace("norm2.", "layer_norm2.", StringComparison.Ordinal)),
        ];
    }

    /// <remarks>Ours counts activations as layers: 0, 2, 4 are fc1, hidden_layers.0, hidden_layers.1.</remarks>
    private static string AlignerSource(Match aligner)
    {
        string name = aligner.Groups["gen"].Length > 0 ? "model.generation_aligner" : "model.aligner";
        int layer = int.Parse(aligner.Groups["layer"].Value, CultureInfo.InvariantCulture) / 2;
        return $"{name}.{(layer == 0 ? "fc1" : $"hidden_layers.{layer - 1}")}.{aligner.Groups["field"].Value}";
    }

    private static string VqSource(string parameter)
    {
        string name = "model.vqmodel." + parameter["gen_vision_model.".Length..];
        return name
            .Replace(".encoder.conv_blocks.", ".encoder.down.", StringComparison.Ordinal)
            .Replace(".decoder.conv_blocks.", ".decoder.up.", StringComparison.Ordinal)
            .Replace(".res.", ".block.", StringComparison.Ordinal)
            .Replace(".mid.0.", ".mid.block_1.", StringComparison.Ordinal)
            .Replace(".mid.1.", ".mid.attn_1.", StringComparison.Ordinal)
            .Replace(".mid.2.", ".mid.block_2.", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^vision_model\.vision_tower\.blocks\.(?<layer>\d{1,4})\.(?<rest>.+)$")]
    private static partial Regex VisionBlock();

    [GeneratedRegex(@"^(?<gen>gen_)?aligner\.layers\.(?<layer>\d{1,4})\.(?<field>\w+)$")]
    private static partial Regex Aligner();
}
