using System.Text.RegularExpressions;
using JanusCluster.Model.Checkpoints;
using JanusCluster.Model.Configuration;
using JanusCluster.Model.Tests.Golden;
using TorchSharp;

namespace JanusCluster.Model.Tests.Checkpoints;

/// <summary>Converts the golden weights to the names of transformers, as its conversion script does, and loads them back.</summary>
public sealed class TransformersKeysTests
{
    private static readonly (string Pattern, string Replacement)[] Renamings =
    [
        (@"^vision_model\.vision_tower\.patch_embed\.proj\.", "model.vision_model.embeddings.patch_embedding."),
        (@"^vision_model\.vision_tower\.norm\.", "model.vision_model.post_layernorm."),
        (@"^vision_model\.vision_tower\.blocks\.(\d+)\.attn\.proj\.", "model.vision_model.encoder.layers.$1.self_attn.projection_layer."),
        (@"^vision_model\.vision_tower\.blocks\.(\d+)\.attn\.", "model.vision_model.encoder.layers.$1.self_attn."),
        (@"^vision_model\.vision_tower\.blocks\.(\d+)\.norm(\d)\.", "model.vision_model.encoder.layers.$1.layer_norm$2."),
        (@"^vision_model\.vision_tower\.blocks\.", "model.vision_model.encoder.layers."),
        (@"^(gen_vision_model\..*)\.mid\.1\.", "$1.mid.attn_1."),
        (@"^(gen_vision_model\..*)\.mid\.0\.", "$1.mid.block_1."),
        (@"^(gen_vision_model\..*)\.mid\.2\.", "$1.mid.block_2."),
        (@"^(gen_vision_model\..*)\.res\.", "$1.block."),
        (@"^gen_vision_model\.decoder\.conv_blocks\.", "gen_vision_model.decoder.up."),
        (@"^gen_vision_model\.encoder\.conv_blocks\.", "gen_vision_model.encoder.down."),
        (@"^gen_vision_model\.", "model.vqmodel."),
        (@"^gen_aligner\.layers\.0\.", "model.generation_aligner.fc1."),
        (@"^gen_aligner\.layers\.2\.", "model.generation_aligner.hidden_layers.0."),
        (@"^gen_aligner\.layers\.4\.", "model.generation_aligner.hidden_layers.1."),
        (@"^aligner\.layers\.0\.", "model.aligner.fc1."),
        (@"^aligner\.layers\.2\.", "model.aligner.hidden_layers.0."),
        (@"^aligner\.layers\.4\.", "model.aligner.hidden_layers.1."),
        (@"^gen_head\.output_mlp_projector\.", "model.generation_head.proj_out."),
        (@"^gen_head\.vision_head\.", "model.generation_head.vision_head."),
        (@"^gen_embed\.", "model.generation_embeddings."),
        (@"^language_model\.model\.", "model.language_model."),
        (@"^language_model\.lm_head\.", "lm_head."),
    ];

    [Fact]
    public void Load_WeightsUnderTransformersNames_GivesTheGoldenNumbers()
    {
        using ICheckpointSource golden = GoldenWeights.Open();
        JanusConfig config = JanusConfigReader.Read(GoldenFolder.Path);
        using MemorySource native = Convert(golden);
        using var parameters = new Parameters(CheckpointLayout.Tensors(config));
        WeightLoader.Load(parameters.Named, native, new WeightLoadOptions { Config = config });
        parameters.AssertEqual(golden);
    }

    [Fact]
    public void Load_OneOfThreeProjectionsMissing_NamesBothNames()
    {
        using ICheckpointSource golden = GoldenWeights.Open();
        using MemorySource native = Convert(golden);
        JanusConfig config = JanusConfigReader.Read(GoldenFolder.Path);
        using var parameters = new Parameters(CheckpointLayout.Tensors(config));
        native.Remove("model.vision_model.encoder.layers.0.self_attn.k_proj.bias");
        string message = Assert.Throws<CheckpointException>(() => WeightLoader.Load(parameters.Named, native, new WeightLoadOptions { Config = config })).Message;
        Assert.Contains(
            "vision_model.vision_tower.blocks.0.attn.qkv.bias (there: model.vision_model.encoder.layers.0.self_attn.k_proj.bias)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_WeightsUnderTransformersNames_HasTheSameParts()
    {
        using ICheckpointSource golden = GoldenWeights.Open();
        using MemorySource native = Convert(golden);
        Assert.Equal(
            ["language_model", "vision_model", "aligner", "gen_vision_model", "gen_aligner", "gen_head", "gen_embed"],
            CheckpointReport.Of(native).Parts.Select(part => part.Name));
    }

    private static MemorySource Convert(ICheckpointSource published)
    {
        var native = new MemorySource();
        foreach (string name in published.Tensors.Keys)
        {
            if (name.Contains(".attn_pool.", StringComparison.Ordinal) || name.EndsWith(".codebook_used", StringComparison.Ordinal))
                continue;
            torch.Tensor values = published.Get(name);
            string renamed = Renamings.Aggregate(name, (key, rule) => Regex.Replace(key, rule.Pattern, rule.Replacement));
            if (name.EndsWith(".pos_embed", StringComparison.Ordinal))
            {
                native["model.vision_model.embeddings.position_embedding.weight"] = values[0];
            }
            else if (renamed.Contains(".qkv.", StringComparison.Ordinal))
            {
                torch.Tensor[] thirds = values.chunk(3);
                for (int i = 0; i < 3; i++)
                    native[renamed.Replace("qkv", $"{"qkv"[i]}_proj", StringComparison.Ordinal)] = thirds[i];
            }
            else
            {
                native[renamed] = values;
            }
        }

        return native;
    }
}
