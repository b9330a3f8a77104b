using System.Text.Json.Nodes;
using JanusCluster.Model.Checkpoints;
using JanusCluster.Model.Configuration;
using JanusCluster.Model.Tests.Checkpoints;

namespace JanusCluster.Model.Tests.Configuration;

public sealed class JanusConfigReaderTests
{
    /// <summary>The shape of the published 7B file: most sizes are left to defaults.</summary>
    private const string Published7B = """
        {
          "aligner_config": { "cls": "MlpProjector", "model_type": "aligner", "params": { "depth": 2, "input_dim": 1024, "n_embed": 4096, "projector_type": "mlp_gelu" } },
          "architectures": ["MultiModalityCausalLM"],
          "gen_aligner_config": { "cls": "MlpProjector", "params": { "depth": 2, "input_dim": 8, "n_embed": 4096, "projector_type": "mlp_gelu" } },
          "gen_head_config": { "cls": "vision_head", "params": { "image_token_embed": 4096, "image_token_size": 16384, "n_embed": 4096 } },
          "gen_vision_config": { "cls": "VQ-16", "params": { "image_token_size": 16384, "n_embed": 8 } },
          "language_config": { "max_position_embeddings": 16384, "model_type": "llama", "num_hidden_layers": 30, "torch_dtype": "bfloat16", "vocab_size": 102400 },
          "model_type": "multi_modality",
          "vision_config": { "cls": "CLIPVisionTower", "params": { "image_size": 384, "model_name": "siglip_large_patch16_384", "select_feature": "same", "select_layer": -1 } }
        }
        """;

    /// <summary>The shape of the file that transformers writes for the 1B model; sizes at their defaults are left out.</summary>
    private const string Transformers1B = """
        {
          "architectures": ["JanusForConditionalGeneration"],
          "model_type": "janus",
          "text_config": {
            "hidden_size": 2048, "intermediate_size": 5632, "max_position_embeddings": 16384, "model_type": "llama",
            "num_attention_heads": 16, "num_hidden_layers": 24, "vocab_size": 102400, "rope_scaling": null,
            "rope_parameters": { "rope_type": "default", "rope_theta": 10000.0 }
          },
          "vision_config": { "model_type": "janus_vision_model", "mlp_ratio": 4.0, "projection_dim": 2048, "depth": 2 },
          "vq_config": { "embed_dim": 8, "num_embeddings": 16384, "projection_dim": 2048, "num_patches": 24 }
        }
        """;

    [Fact]
    public void Read_Published7B_FillsDefaultsOfLlamaConfig() => Assert.Equal(Presets.Pro7B.Config, Read(Published7B));

    [Fact]
    public void Read_Transformers1B_EqualsThePreset() => Assert.Equal(Presets.Pro1B.Config, Read(Transformers1B));

    [Fact]
    public void Read_GroupedQueryAttentionAndHeadDim_AreTaken()
    {
        JanusConfig config = Read(Changed("language_config", "num_key_value_heads", 8, ("head_dim", 64)));
        Assert.Equal((8, 64), (config.Language.KeyValueHeads, config.Language.HeadDim));
    }

    [Theory]
    [InlineData("siglip_so400m_patch14_384", 1152, 729, 4304)]
    [InlineData("siglip_base_patch16_256", 768, 576, 3072)]
    public void Read_VisionTowerByName_TakesSizesFromTheTable(string name, int width, int patches, int mlp)
    {
        JsonNode root = JsonNode.Parse(Published7B)!;
        root["vision_config"]!["params"]!["model_name"] = name;
        root["aligner_config"]!["params"]!["input_dim"] = width;
        VisionConfig vision = Read(root.ToJsonString()).Vision;
        Assert.Equal((width, patches, mlp), (vision.Width, vision.Patches, vision.MlpSize));
    }

    [Theory]
    [InlineData("language_config", "hidden_size", -1, "hidden_size")]
    [InlineData("language_config", "hidden_size", 4097, "num_attention_heads")]
    [InlineData("language_config", "num_key_value_heads", 7, "num_key_value_heads")]
    [InlineData("language_config", "rope_theta", 0, "rope_theta")]
    [InlineData("language_config", "num_hidden_layers", 999999, "num_hidden_layers")]
    [InlineData("language_config", "hidden_act", "gelu", "hidden_act")]
    [InlineData("language_config", "attention_bias", true, "attention_bias")]
    [InlineData("language_config", "vocab_size", "many", "vocab_size")]
    [InlineData("language_config", "max_position_embeddings", 100, "max_position_embeddings")]
    [InlineData("vision_config.params", "model_name", "siglip_giant", "model_name")]
    [InlineData("vision_config.params", "heads", 7, "vision heads")]
    [InlineData("vision_config.params", "select_layer", -24, null)]
    [InlineData("vision_config.params", "select_layer", -25, "select_layer")]
    [InlineData("vision_config.params", "image_size", 8, "patch_size")]
    [InlineData("vision_config", "cls", "HybridVisionTower", "cls")]
    [InlineData("aligner_config.params", "input_dim", 512, "vision width")]
    [InlineData("aligner_config.params", "projector_type", "low_high_hybrid_split_mlp_gelu", "projector_type")]
    [InlineData("gen_aligner_config.params", "n_embed", 2048, "gen_aligner")]
    [InlineData("gen_head_config.params", "image_token_size", 512, "gen_head image_token_size")]
    [InlineData("gen_vision_config.params", "ch", 48, "GroupNorm")]
    [InlineData("gen_vision_config.params", "image_size", 100, "downsampling")]
    public void Read_ValueOutOfRange_NamesFileAndField(string section, string field, object value, string? named)
    {
        string json = Changed(section, field, value);
        if (named is null)
        {
            Read(json);
            return;
        }

        CheckpointException e = Assert.Throws<CheckpointException>(() => Read(json));
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
        Assert.Contains("config.json", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ScaledRotaryEmbedding_IsRefused()
    {
        JsonNode root = JsonNode.Parse(Published7B)!;
        root["language_config"]!["rope_scaling"] = new JsonObject { ["rope_type"] = "linear", ["factor"] = 2 };
        Assert.Contains("rope_scaling.rope_type", Assert.Throws<CheckpointException>(() => Read(root.ToJsonString())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"language_config\": 3}")]
    [InlineData("{\"language_config\": {\"model_type\": \"\\ud800\"}}")]
    [InlineData("{ truncated")]
    [InlineData("")]
    public void Read_NoJanusConfiguration_NamesTheFile(string json) =>
        Assert.Contains("config.json", Assert.Throws<CheckpointException>(() => Read(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_NoFile_SaysSo()
    {
        using var folder = new TempFolder();
        Assert.Contains("does not exist", Assert.Throws<CheckpointException>(() => JanusConfigReader.Read(folder.Path)).Message, StringComparison.Ordinal);
    }

    private static string Changed(string section, string field, object value, params (string Field, object Value)[] more)
    {
        JsonNode root = JsonNode.Parse(Published7B)!;
        JsonNode node = section.Split('.').Aggregate(root, (parent, name) => parent[name]!);
        foreach ((string name, object changed) in more.Prepend((field, value)))
            node[name] = JsonValue.Create(changed);
        return root.ToJsonString();
    }

    private static JanusConfig Read(string json)
    {
        using var folder = new TempFolder();
        folder.Write("config.json", json);
        return JanusConfigReader.Read(folder.Path);
    }
}
