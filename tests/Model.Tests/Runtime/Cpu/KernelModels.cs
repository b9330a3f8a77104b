using JanusCluster.Model.Configuration;
using JanusCluster.Model.Tests.Engine;
using TorchSharp;

namespace JanusCluster.Model.Tests.Runtime.Cpu;

/// <summary>Small models of shapes that take all of the kernels' paths, with weights large enough that the logits differ.</summary>
internal static class KernelModels
{
    /// <summary>Grouped heads, and no size a multiple of 32 but the hidden one.</summary>
    public static JanusConfig Odd { get; } = PeakedModel.Config;

    /// <summary>Whole groups everywhere, a head of 128, and the text head tied to the embeddings.</summary>
    public static JanusConfig Even { get; } = Of(new LanguageConfig
    {
        HiddenSize = 256,
        IntermediateSize = 320,
        Layers = 2,
        Heads = 2,
        KeyValueHeads = 2,
        HeadDim = 128,
        VocabularySize = 70,
        MaxPositions = 256,
        TieWordEmbeddings = true,
    });

    /// <summary>Nothing whole, and a head dimension that is no multiple of 4.</summary>
    public static JanusConfig Ragged { get; } = Of(new LanguageConfig
    {
        HiddenSize = 44,
        IntermediateSize = 50,
        Layers = 2,
        Heads = 6,
        KeyValueHeads = 2,
        HeadDim = 38,
        VocabularySize = 41,
        MaxPositions = 256,
    });

    public static TheoryData<string, torch.ScalarType> All { get; } = new(
        from name in (string[])["odd", "even", "ragged"]
        from type in (torch.ScalarType[])[torch.ScalarType.Float32, torch.ScalarType.BFloat16]
        select (name, type));

    public static JanusModel Create(string name, torch.ScalarType type, long seed = 3)
    {
        var model = new JanusModel(name switch { "odd" => Odd, "even" => Even, _ => Ragged }, torch.CPU, type);
        model.InitializeWeights(seed);
        using IDisposable noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        foreach ((string key, TorchSharp.Modules.Parameter parameter) in model.named_parameters())
        {
            if (parameter.dim() == 1 && key.Contains("norm", StringComparison.Ordinal))
                parameter.uniform_(0.5, 1.5);
            else if (parameter.dim() == 1)
                parameter.uniform_(-0.5, 0.5);
            else
                parameter.mul_(5);
        }

        return model;
    }

    /// <summary>The same weights in float32.</summary>
    public static JanusModel Widened(JanusModel model)
    {
        var wide = new JanusModel(model.Config, torch.CPU, torch.ScalarType.Float32);
        using IDisposable noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var targets = wide.named_parameters().ToDictionary(named => named.name, named => named.parameter);
        foreach ((string key, TorchSharp.Modules.Parameter parameter) in model.named_parameters())
            targets[key].copy_(parameter);
        return wide;
    }

    private static JanusConfig Of(LanguageConfig language) => PeakedModel.Config with
    {
        Language = language,
        Aligner = PeakedModel.Config.Aligner with { OutputSize = language.HiddenSize },
        GenAligner = PeakedModel.Config.GenAligner with { OutputSize = language.HiddenSize },
        GenHead = new GenHeadConfig(language.HiddenSize, 36, 50),
    };
}
