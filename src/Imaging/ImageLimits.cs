namespace JanusCluster.Imaging;

/// <summary>What an image may cost. All of it is checked against the header, before memory for pixels is taken.</summary>
/// <remarks>
/// Decoding takes up to 7 bytes a pixel (4 while the codec writes, 3 in the result); a progressive JPEG takes
/// up to 6 more in the codec.
/// </remarks>
public sealed record ImageLimits
{
    public static ImageLimits Default { get; } = new();

    /// <summary>Longest file, in bytes. Default: 20 MB.</summary>
    public int MaxBytes { get; init; } = 20_000_000;

    /// <summary>Most pixels. Default: 50 million, what large phone cameras take.</summary>
    public long MaxPixels { get; init; } = 50_000_000;

    /// <summary>Longest side in pixels. Default: 20,000.</summary>
    public int MaxSide { get; init; } = 20_000;

    /// <summary>Most scans of a JPEG. Default: 500; cameras and web sites write at most a dozen.</summary>
    public int MaxJpegScans { get; init; } = 500;
}
