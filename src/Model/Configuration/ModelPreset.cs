namespace JanusCluster.Model.Configuration;

/// <summary>A named set of sizes: two published models and two small ones.</summary>
/// <param name="Name">nano, tiny, 1b or 7b.</param>
public sealed record ModelPreset(string Name, JanusConfig Config)
{
    public PreprocessorConfig Preprocessor { get; } = new() { ImageSize = Config.Vision.ImageSize };

    public ProcessorConfig Processor { get; } = new() { NumImageTokens = Config.Vision.Patches, MaskPrompt = false };
}
