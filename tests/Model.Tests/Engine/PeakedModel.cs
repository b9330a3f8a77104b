using JanusCluster.Model.Configuration;
using JanusCluster.Model.Engine;
using JanusCluster.Model.Tokenization;
using TorchSharp;

namespace JanusCluster.Model.Tests.Engine;

/// <summary>A random model small enough that a whole image takes milliseconds, and requests for it.</summary>
internal static class PeakedModel
{
    public const int Eos = 2;

    public static JanusConfig Config { get; } = new(
        new LanguageConfig { HiddenSize = 32, IntermediateSize = 48, Layers = 2, Heads = 4, KeyValueHeads = 2, HeadDim = 8, VocabularySize = 40, MaxPositions = 128 },
        new VisionConfig(16, 8, 24, 2, 2, 2, -1),
        new ProjectorConfig(ProjectorKind.MlpGelu, 24, 32, 2),
        new VqConfig(50, 4, 32, [1, 1], 1, 32, 8),
        new ProjectorConfig(ProjectorKind.MlpGelu, 4, 32, 2),
        new GenHeadConfig(32, 32, 50));

    public static JanusModel Create(long seed = 1)
    {
        var model = new JanusModel(Config, torch.CPU, torch.ScalarType.Float32);
        model.InitializeWeights(seed);
        using IDisposable noGrad = torch.no_grad();
        // Weights of the usual size would make every distribution nearly flat, and every id as good as any other.
        model.GenHead.named_parameters().ToList().ForEach(entry => entry.parameter.mul_(20));
        model.LanguageModel.named_parameters().Where(entry => entry.name.Contains("lm_head", StringComparison.Ordinal)).ToList()
            .ForEach(entry => entry.parameter.mul_(20));
        return model;
    }

    public static ImageGeneration Image(long seed, int length = 6, double guidance = 5, double temperature = 1)
    {
        int[] conditional = [1, .. Enumerable.Range(0, length - 2).Select(i => 4 + (int)((seed + i) % 30)), 3];
        int[] unconditional = [1, .. Enumerable.Repeat(0, length - 2), 3];
        return new ImageGeneration(new ImagePrompt(conditional, unconditional), guidance, new SamplingSettings(temperature, 0, 1, seed));
    }

    public static TextGeneration Text(long seed, int length = 5, int maxTokens = 12, double temperature = 1, IReadOnlyList<int>? resume = null) => new(
        new VisionPrompt(Enumerable.Range(0, length).Select(i => 4 + (int)((seed + (3 * i)) % 30)).ToArray(), [], 0),
        [], resume ?? [], [Eos], maxTokens, 1.1, new SamplingSettings(temperature, 0, 1, seed));
}
