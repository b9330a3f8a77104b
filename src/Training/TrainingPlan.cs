using JanusCluster.Model.Configuration;
using JanusCluster.Training.Stages;
using JanusCluster.Training.Vq;

namespace JanusCluster.Training;

/// <summary>Everything that decides what a run makes.</summary>
/// <param name="Name">For messages.</param>
internal sealed record TrainingPlan(string Name, ModelPreset Preset, VqOptions Vq, TransformerOptions Vision, TransformerOptions Transformer)
{
    /// <summary>The model that the vision encoder is trained in: the same one with a language model that is cheap to carry along.</summary>
    public ModelPreset Reader { get; } = new("reader", Preset.Config with
    {
        Language = Preset.Config.Language with { HiddenSize = ReaderWidth, IntermediateSize = 11 * ReaderWidth / 4, Layers = 2, Heads = ReaderWidth / 32, KeyValueHeads = ReaderWidth / 32 },
        Aligner = Preset.Config.Aligner with { OutputSize = ReaderWidth },
        GenAligner = Preset.Config.GenAligner with { OutputSize = ReaderWidth },
        GenHead = Preset.Config.GenHead with { InputSize = ReaderWidth, EmbedSize = ReaderWidth },
    });

    private const int ReaderWidth = 128;

    /// <summary>How its pictures are best drawn, as measured on the finished model.</summary>
    public GenerationConfig Generation { get; init; } = new() { GuidanceScale = 3 };

    /// <summary>The shipped model.</summary>
    public static TrainingPlan Nano { get; } = new(
        "nano", Presets.Nano, new VqOptions(), new TransformerOptions { Steps = 3000, LearningRate = 1e-3, Stages = [TrainingStage.Reading] }, new TransformerOptions());

    /// <summary>The same, so short that only the falling loss can be seen.</summary>
    public static TrainingPlan Smoke { get; } = new(
        "smoke",
        Presets.Nano,
        new VqOptions { Steps = 80, BatchSize = 4, WarmUp = 4, ContinuousSteps = 70, LocalityWeight = 0.02, ReseedEvery = 6, EvaluationScenes = 32 },
        new TransformerOptions { Steps = 8, Rows = 4, WarmUp = 4, Stages = [TrainingStage.Reading] },
        new TransformerOptions { Steps = 24, Rows = 4, WarmUp = 4 });

    public static TrainingPlan Find(string name) => name == Smoke.Name ? Smoke : Nano;
}
