using System.Text.Json;
using JanusCluster.Model.Checkpoints;

namespace JanusCluster.Model.Configuration;

/// <summary>Reads <c>preprocessor_config.json</c>; without the file, the processor's defaults at the vision tower's image size.</summary>
public static class PreprocessorConfigReader
{
    public const string FileName = "preprocessor_config.json";

    /// <exception cref="CheckpointException">A field is out of range, or the image size is not the vision tower's.</exception>
    public static PreprocessorConfig Read(string folder, VisionConfig vision)
    {
        string file = Path.Combine(folder, FileName);
        var defaults = new PreprocessorConfig { ImageSize = vision.ImageSize };
        if (!File.Exists(file))
            return defaults;

        JsonSection root = JsonSection.Read(file);
        var config = new PreprocessorConfig
        {
            ImageSize = ReadImageSize(root, vision.ImageSize),
            MinSize = root.Size("min_size", defaults.MinSize, 1 << 14),
            Mean = root.List<double>("image_mean", defaults.Mean, 3, Unit),
            StandardDeviation = root.List<double>("image_std", defaults.StandardDeviation, 3, Positive),
            RescaleFactor = root.Number("rescale_factor", defaults.RescaleFactor, 0, 1),
            Normalize = root.Bool("do_normalize", defaults.Normalize),
        };
        foreach ((string name, IReadOnlyList<double> channels) in
            ((string, IReadOnlyList<double>)[])[("image_mean", config.Mean), ("image_std", config.StandardDeviation)])
        {
            if (channels.Count != 3)
                throw root.Error(name, "must have three values, one a channel");
        }

        return config.ImageSize == vision.ImageSize
            ? config
            : throw root.Error("image_size", $"is {config.ImageSize}, but the vision tower reads {vision.ImageSize} pixels");
    }

    /// <remarks>deepseek-ai writes image_size; transformers writes size {height, width}.</remarks>
    private static int ReadImageSize(JsonSection root, int fallback)
    {
        if (root.Has("image_size"))
            return root.Size("image_size", null, 1 << 14);
        if (!root.Has("size"))
            return fallback;
        JsonSection size = root.Section("size");
        int height = size.Size("height", fallback, 1 << 14);
        return size.Size("width", height, 1 << 14) == height
            ? height
            : throw size.Error("width", "differs from height; only square images are supported");
    }

    private static double? Unit(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.GetDouble() is >= 0 and <= 1 and double number ? number : null;

    private static double? Positive(JsonElement value) => Unit(value) is > 0 and double number ? number : null;
}
