namespace JanusCluster.Imaging;

/// <summary>An 8-bit RGB picture: <c>Width × Height</c> pixels, rows from the top, three interleaved bytes each.</summary>
public sealed class RgbImage
{
    private readonly byte[] _pixels;

    /// <summary>Takes ownership of <paramref name="pixels"/>: the caller must not write to it afterwards.</summary>
    /// <exception cref="ArgumentException">The length is not <c>width × height × 3</c>.</exception>
    public RgbImage(int width, int height, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (pixels.LongLength != (long)width * height * 3)
            throw new ArgumentException($"{width}x{height} RGB pixels need {(long)width * height * 3} bytes, got {pixels.LongLength}.", nameof(pixels));
        Width = width;
        Height = height;
        _pixels = pixels;
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Bytes <c>[Height, Width, 3]</c>.</summary>
    public ReadOnlyMemory<byte> Pixels => _pixels;

    /// <summary>Bytes of row <paramref name="y"/>: <c>[Width, 3]</c>.</summary>
    public ReadOnlySpan<byte> Row(int y) => _pixels.AsSpan(y * Width * 3, Width * 3);

    /// <summary>From planes <c>[3, height, width]</c>, the layout of tensors.</summary>
    public static RgbImage FromChannelsFirst(int width, int height, ReadOnlySpan<byte> planes)
    {
        var plane = checked(width * height);
        if (planes.Length != plane * 3L)
            throw new ArgumentException($"Three planes of {width}x{height} need {plane * 3L} bytes, got {planes.Length}.", nameof(planes));
        var pixels = new byte[planes.Length];
        for (var i = 0; i < plane; i++)
        {
            pixels[i * 3] = planes[i];
            pixels[i * 3 + 1] = planes[plane + i];
            pixels[i * 3 + 2] = planes[2 * plane + i];
        }
        return new RgbImage(width, height, pixels);
    }

    /// <summary>As planes <c>[3, Height, Width]</c>.</summary>
    public byte[] ToChannelsFirst()
    {
        var plane = Width * Height;
        var planes = new byte[plane * 3];
        for (var i = 0; i < plane; i++)
        {
            planes[i] = _pixels[i * 3];
            planes[plane + i] = _pixels[i * 3 + 1];
            planes[2 * plane + i] = _pixels[i * 3 + 2];
        }
        return planes;
    }
}
