using SkiaSharp;

namespace JanusCluster.Imaging;

/// <summary>Bytes of a file to RGB, within bounds. Thread-safe.</summary>
/// <remarks>
/// Follows <c>PIL.Image.open(...).convert("RGB")</c>, as <c>load_pil_images</c> of deepseek-ai/Janus does: alpha is dropped
/// without compositing, palette and gray are expanded, EXIF orientation and colour profiles are not applied, and an
/// animation is its first frame. One deviation: of 16-bit samples the high byte is kept, gray included (Pillow clips
/// 16-bit gray at 255, which turns most such pictures white).
/// </remarks>
public sealed class ImageDecoder(ImageLimits limits)
{
    public ImageDecoder()
        : this(ImageLimits.Default)
    {
    }

    /// <summary>Reads format and size, and checks the limits, without decoding.</summary>
    /// <exception cref="ImageFormatException">No readable image, or one beyond the limits.</exception>
    public ImageHeader ReadHeader(ReadOnlySpan<byte> file)
    {
        using var opened = Open(file);
        return opened.Header;
    }

    /// <exception cref="ImageFormatException">No readable image, a damaged or cut one, or one beyond the limits.</exception>
    public RgbImage Decode(ReadOnlySpan<byte> file)
    {
        using var opened = Open(file);
        var header = opened.Header;
        // Unpremultiplied, so that the colour of transparent pixels survives; no colour space, so that none is converted.
        var info = new SKImageInfo(header.Width, header.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        using var bitmap = new SKBitmap();
        if (!bitmap.TryAllocPixels(info))
            throw new ImageFormatException($"There is no memory for an image of {header.Width} x {header.Height} pixels.");
        var result = opened.Codec.GetPixels(info, bitmap.GetPixels());
        if (result != SKCodecResult.Success)
            throw new ImageFormatException(Explain(result, header.Format));
        return DropAlpha(bitmap.GetPixelSpan(), header);
    }

    private static RgbImage DropAlpha(ReadOnlySpan<byte> rgba, ImageHeader header)
    {
        var rgb = GC.AllocateUninitializedArray<byte>(header.Width * header.Height * 3);
        for (int from = 0, to = 0; to < rgb.Length; from += 4, to += 3)
        {
            rgb[to] = rgba[from];
            rgb[to + 1] = rgba[from + 1];
            rgb[to + 2] = rgba[from + 2];
        }
        return new RgbImage(header.Width, header.Height, rgb);
    }

    private OpenImage Open(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
            throw new ImageFormatException("The image is empty.");
        if (file.Length > limits.MaxBytes)
            throw new ImageFormatException($"The image has {file.Length} bytes; at most {limits.MaxBytes} are accepted.");
        if (ImageSignature.Of(file) is not { } format)
            throw new ImageFormatException("The data is no PNG, JPEG, WebP, GIF or BMP image.");
        if (format == ImageFormat.Jpeg && JpegScans.Count(file) > limits.MaxJpegScans)
            throw new ImageFormatException($"The JPEG image has more than {limits.MaxJpegScans} scans.");
        var opened = OpenImage.TryOpen(file, format)
            ?? throw new ImageFormatException($"The {format} image is damaged: its header cannot be read.");
        try
        {
            CheckSize(opened.Header);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private void CheckSize(ImageHeader header)
    {
        if (header.Width < 1 || header.Height < 1)
            throw new ImageFormatException("The image has no pixels.");
        if (Math.Max(header.Width, header.Height) > limits.MaxSide)
            throw new ImageFormatException($"The image is {header.Width} x {header.Height} pixels; a side may have at most {limits.MaxSide}.");
        if ((long)header.Width * header.Height > limits.MaxPixels)
            throw new ImageFormatException($"The image is {header.Width} x {header.Height} pixels; at most {limits.MaxPixels} are accepted.");
    }

    private static string Explain(SKCodecResult result, ImageFormat format) => result switch
    {
        SKCodecResult.IncompleteInput => $"The {format} image is cut short.",
        SKCodecResult.ErrorInInput or SKCodecResult.InvalidInput => $"The {format} image is damaged.",
        _ => $"The {format} image cannot be decoded ({result}).",
    };
}
