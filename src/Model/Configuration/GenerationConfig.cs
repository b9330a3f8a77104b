using System.Text.Json.Nodes;
using JanusCluster.Model.Checkpoints;

namespace JanusCluster.Model.Configuration;

/// <summary>How a model's pictures are best drawn: <c>generation_config.json</c>, under the names of Hugging Face's <c>GenerationConfig</c>.</summary>
public sealed record GenerationConfig
{
    public const string FileName = "generation_config.json";

    /// <summary>Weight of classifier-free guidance. Default: 5, that of the reference's <c>generate()</c>.</summary>
    public double GuidanceScale { get; init; } = 5;

    /// <summary>Of the codes. Default: 1. Read only beside a guidance scale: alone it is about text.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Reads the file in <paramref name="folder"/>; without it, or without a guidance scale, the defaults.</summary>
    /// <exception cref="CheckpointException">A field is out of range.</exception>
    public static GenerationConfig Read(string folder)
    {
        string file = Path.Combine(folder, FileName);
        var defaults = new GenerationConfig();
        if (!File.Exists(file))
            return defaults;
        JsonSection root = JsonSection.Read(file);
        return root.Has("guidance_scale")
            ? new GenerationConfig
            {
                GuidanceScale = root.Number("guidance_scale", defaults.GuidanceScale, 1, 100),
                Temperature = root.Number("temperature", defaults.Temperature, 0, 100),
            }
            : defaults;
    }

    internal JsonObject ToJson() => new() { ["guidance_scale"] = GuidanceScale, ["temperature"] = Temperature };
}
