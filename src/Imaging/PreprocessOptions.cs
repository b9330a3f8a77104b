namespace JanusCluster.Imaging;

/// <summary>How <see cref="ImagePreprocessor"/> prepares images for a vision tower. Defaults: Janus-Pro.</summary>
public sealed record PreprocessOptions
{
    /// <summary>Side of the square in pixels. Default: 384.</summary>
    public int ImageSize { get; init; } = 384;

    /// <summary>Least length of a side after resizing, in pixels. Default: 14.</summary>
    public int MinSize { get; init; } = 14;

    /// <summary>Factor from bytes to the scale of mean and deviation. Default: 1/255.</summary>
    public double RescaleFactor { get; init; } = 1.0 / 255.0;

    /// <summary>Whether mean and deviation are applied. Default: true.</summary>
    public bool Normalize { get; init; } = true;

    /// <summary>Mean per channel, R G B. Default: 0.5.</summary>
    public IReadOnlyList<double> Mean { get; init; } = [0.5, 0.5, 0.5];

    /// <summary>Standard deviation per channel, R G B. Default: 0.5.</summary>
    public IReadOnlyList<double> StandardDeviation { get; init; } = [0.5, 0.5, 0.5];

    /// <summary>Colour of the padding, R G B. Default: 127, the mean truncated to a byte.</summary>
    public IReadOnlyList<byte> Background { get; init; } = [127, 127, 127];

    /// <exception cref="ArgumentException">A value out of range.</exception>
    internal void Validate()
    {
        if (ImageSize < 1 || MinSize < 1)
            throw new ArgumentException($"Image size ({ImageSize}) and least side ({MinSize}) must be positive.");
        if (Mean.Count != 3 || StandardDeviation.Count != 3 || Background.Count != 3)
            throw new ArgumentException("Mean, standard deviation and background need three values, R G B.");
        if (StandardDeviation.Any(deviation => deviation == 0))
            throw new ArgumentException("A standard deviation of zero cannot be divided by.");
    }
}
