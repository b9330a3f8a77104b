namespace JanusCluster.Model.Configuration;

/// <summary>The sizes that have a name.</summary>
public static class Presets
{
    /// <summary>Small enough to be trained on a desktop processor: 64-pixel images, 64 codes each.</summary>
    public static ModelPreset Nano { get; } = Create(
        "nano",
        new LanguageConfig
        {
            HiddenSize = 256,
            IntermediateSize = 704,
            Layers = 6,
            Heads = 8,
            KeyValueHeads = 8,
            HeadDim = 32,
            VocabularySize = 704,
            MaxPositions = 1024,
        },
        new VisionConfig(64, 8, 128, 4, 4, 4, -1),
        new VqConfig(1024, 8, 64, [1, 1, 1, 2], 1, 64, 64));

    /// <summary>The sizes of the golden checkpoint that the tests compare with.</summary>
    public static ModelPreset Tiny { get; } = Create(
        "tiny",
        new LanguageConfig
        {
            HiddenSize = 64,
            IntermediateSize = 160,
            Layers = 2,
            Heads = 4,
            KeyValueHeads = 4,
            HeadDim = 16,
            VocabularySize = 512,
            MaxPositions = 2048,
        },
        new VisionConfig(96, 16, 48, 3, 3, 4, -1),
        new VqConfig(64, 8, 32, [1, 1, 1, 1, 2], 2, 32, 96));

    /// <summary>Janus-Pro-1B.</summary>
    public static ModelPreset Pro1B { get; } = Create(
        "1b",
        new LanguageConfig
        {
            HiddenSize = 2048,
            IntermediateSize = 5632,
            Layers = 24,
            Heads = 16,
            KeyValueHeads = 16,
            HeadDim = 128,
            VocabularySize = 102400,
            MaxPositions = 16384,
        },
        PublishedVision,
        PublishedVq);

    /// <summary>Janus-Pro-7B.</summary>
    public static ModelPreset Pro7B { get; } = Create(
        "7b",
        new LanguageConfig { Layers = 30, VocabularySize = 102400, MaxPositions = 16384 },
        PublishedVision,
        PublishedVq);

    public static IReadOnlyList<ModelPreset> All { get; } = [Nano, Tiny, Pro1B, Pro7B];

    private static VisionConfig PublishedVision => new(384, 16, 1024, 24, 16, 4, -1);

    private static VqConfig PublishedVq => new(16384, 8, 128, [1, 1, 2, 2, 4], 2, 256, 384);

    /// <returns>Null when no preset bears the name; upper and lower case are the same.</returns>
    public static ModelPreset? Find(string name) =>
        All.FirstOrDefault(preset => preset.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static ModelPreset Create(string name, LanguageConfig language, VisionConfig vision, VqConfig vq)
    {
        int hidden = language.HiddenSize;
        return new ModelPreset(name, new JanusConfig(
            language,
            vision,
            new ProjectorConfig(ProjectorKind.MlpGelu, vision.Width, hidden, 2),
            vq,
            new ProjectorConfig(ProjectorKind.MlpGelu, vq.CodeDim, hidden, 2),
            new GenHeadConfig(hidden, hidden, vq.CodebookSize)));
    }
}
