using JanusCluster.Model.Configuration;
using TorchSharp;

namespace JanusCluster.Model.Tests;

/// <summary>A model of a few thousand weights with every feature of the architecture: grouped queries, three VQ levels, odd sizes.</summary>
internal static class SmallModel
{
    public static JanusConfig Config { get; } = new(
        new LanguageConfig
        {
            HiddenSize = 24,
            IntermediateSize = 40,
            Layers = 2,
            Heads = 6,
            KeyValueHeads = 2,
            HeadDim = 4,
            VocabularySize = 50,
            MaxPositions = 64,
        },
        new VisionConfig(ImageSize: 28, PatchSize: 14, Width: 16, Layers: 3, Heads: 2, MlpRatio: 2.6, SelectLayer: -2),
        new ProjectorConfig(ProjectorKind.MlpGelu, InputSize: 16, OutputSize: 24, Depth: 2),
        new VqConfig(
            CodebookSize: 40, CodeDim: 4, Channels: 32, ChannelMultipliers: [1, 1, 2], ResBlocks: 1, LatentChannels: 8, ImageSize: 16),
        new ProjectorConfig(ProjectorKind.MlpGelu, InputSize: 4, OutputSize: 24, Depth: 2),
        new GenHeadConfig(InputSize: 24, EmbedSize: 20, CodebookSize: 40));

    /// <summary>With random weights, the same each time.</summary>
    public static JanusModel Create(torch.ScalarType type = torch.ScalarType.Float32, JanusConfig? config = null)
    {
        var model = new JanusModel(config ?? Config, torch.CPU, type);
        model.InitializeWeights(seed: 1);
        return model;
    }
}
