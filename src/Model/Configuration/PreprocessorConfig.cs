using JanusCluster.Imaging;

namespace JanusCluster.Model.Configuration;

/// <summary>How images are prepared for the vision tower: <c>preprocessor_config.json</c>.</summary>
/// <remarks>Source: <c>VLMImageProcessor</c> in <c>image_processing_vlm.py</c> of deepseek-ai/Janus; its defaults.</remarks>
public sealed record PreprocessorConfig
{
    /// <summary>Side of the square that images are resized and padded to, in pixels.</summary>
    public int ImageSize { get; init; } = 384;

    /// <summary>Least length of the shorter side after resizing, in pixels.</summary>
    public int MinSize { get; init; } = 14;

    /// <summary>Mean per channel, R G B, on a scale of 0 to 1.</summary>
    public IReadOnlyList<double> Mean { get; init; } = [0.5, 0.5, 0.5];

    /// <summary>Standard deviation per channel, R G B, on a scale of 0 to 1.</summary>
    public IReadOnlyList<double> StandardDeviation { get; init; } = [0.5, 0.5, 0.5];

    public double RescaleFactor { get; init; } = 1.0 / 255.0;

    public bool Normalize { get; init; } = true;

    /// <summary>Colour of the padding, R G B: the mean, truncated to a byte.</summary>
    public IReadOnlyList<byte> Background => [.. Mean.Select(mean => (byte)(mean * 255))];

    /// <summary>The same for the code that prepares images.</summary>
    public PreprocessOptions ToOptions() => new()
    {
        ImageSize = ImageSize,
        MinSize = MinSize,
        Mean = Mean,
        StandardDeviation = StandardDeviation,
        RescaleFactor = RescaleFactor,
        Normalize = Normalize,
        Background = Background,
    };

    /// <summary>Equal in every value; mean and deviation are compared channel by channel, not by reference.</summary>
    public bool Equals(PreprocessorConfig? other) =>
        other is not null
        && (ImageSize, MinSize, RescaleFactor, Normalize)
            == (other.ImageSize, other.MinSize, other.RescaleFactor, other.Normalize)
        && Mean.SequenceEqual(other.Mean)
        && StandardDeviation.SequenceEqual(other.StandardDeviation);

    public override int GetHashCode() => HashCode.Combine(ImageSize, MinSize, RescaleFactor, Normalize);
}
