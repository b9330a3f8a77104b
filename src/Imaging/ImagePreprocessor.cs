namespace JanusCluster.Imaging;

/// <summary>An RGB image to the square input of the vision tower. Thread-safe.</summary>
/// <remarks>Source: <c>VLMImageProcessor</c> in <c>image_processing_vlm.py</c> of deepseek-ai/Janus.</remarks>
public sealed class ImagePreprocessor
{
    private readonly PreprocessOptions _options;

    /// <summary>Pixel value of byte b in channel c at <c>[c × 256 + b]</c>.</summary>
    private readonly float[] _pixelValues = new float[3 * 256];

    /// <exception cref="ArgumentException">The options hold a value out of range.</exception>
    public ImagePreprocessor(PreprocessOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        for (var i = 0; i < _pixelValues.Length; i++)
            _pixelValues[i] = PixelValue((byte)i, i >> 8);
    }

    /// <summary>Side in pixels of what <see cref="ToSquare"/> returns.</summary>
    public int Side => Math.Max(_options.ImageSize, _options.MinSize);

    /// <summary>Resizes so that the longer side is the image size, then centres the result on a square of the background colour.</summary>
    /// <returns><see cref="Side"/> × <see cref="Side"/> pixels.</returns>
    public RgbImage ToSquare(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var longer = Math.Max(image.Width, image.Height);
        return Pad(PillowResize.Bicubic(image, Scaled(image.Width, longer), Scaled(image.Height, longer)));
    }

    /// <summary>The tower's input.</summary>
    /// <returns>float32 <c>[3, Side, Side]</c>, flattened.</returns>
    public float[] ToPixelValues(RgbImage image) => Normalize(ToSquare(image));

    /// <summary>Bytes to pixel values: rescaled in float64, rounded to float32, then mean and deviation in float32.</summary>
    /// <returns>float32 <c>[3, height, width]</c>, flattened.</returns>
    public float[] Normalize(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var bytes = image.Pixels.Span;
        var plane = bytes.Length / 3;
        var values = new float[bytes.Length];
        for (var i = 0; i < plane; i++)
        {
            values[i] = _pixelValues[bytes[i * 3]];
            values[plane + i] = _pixelValues[256 + bytes[i * 3 + 1]];
            values[2 * plane + i] = _pixelValues[512 + bytes[i * 3 + 2]];
        }
        return values;
    }

    // Truncated, in the reference's order of operations: 299/300*384 and 299*384/300 may differ by one.
    private int Scaled(int side, int longer) => Math.Max((int)((double)side / longer * _options.ImageSize), _options.MinSize);

    private RgbImage Pad(RgbImage image)
    {
        if (image.Width == image.Height)
            return image;
        var side = Math.Max(image.Width, image.Height);
        var square = new byte[side * side * 3];
        for (var i = 0; i < square.Length; i++)
            square[i] = _options.Background[i % 3];
        var left = (side - image.Width) / 2;
        var top = (side - image.Height) / 2;
        for (var y = 0; y < image.Height; y++)
            image.Row(y).CopyTo(square.AsSpan(((top + y) * side + left) * 3));
        return new RgbImage(side, side, square);
    }

    private float PixelValue(byte value, int channel)
    {
        var rescaled = (float)(value * _options.RescaleFactor);
        return _options.Normalize
            ? (rescaled - (float)_options.Mean[channel]) / (float)_options.StandardDeviation[channel]
            : rescaled;
    }
}
