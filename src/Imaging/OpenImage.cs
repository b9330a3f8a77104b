using SkiaSharp;

namespace JanusCluster.Imaging;

/// <summary>A codec standing behind the header of a file: no pixel is decoded yet.</summary>
internal sealed class OpenImage : IDisposable
{
    private readonly SKData _data;

    private OpenImage(SKData data, SKCodec codec, ImageFormat format)
    {
        _data = data;
        Codec = codec;
        Header = new ImageHeader(format, codec.Info.Width, codec.Info.Height);
    }

    public SKCodec Codec { get; }

    public ImageHeader Header { get; }

    /// <returns>Null when the header cannot be read, or the codec found another format than <paramref name="format"/>.</returns>
    public static OpenImage? TryOpen(ReadOnlySpan<byte> file, ImageFormat format)
    {
        var data = SKData.CreateCopy(format == ImageFormat.Gif ? GifTransparency.Cleared(file) : file);
        var codec = SKCodec.Create(data);
        if (codec is not null && FormatOf(codec.EncodedFormat) == format)
            return new OpenImage(data, codec, format);
        codec?.Dispose();
        data.Dispose();
        return null;
    }

    public void Dispose()
    {
        Codec.Dispose();
        _data.Dispose();
    }

    private static ImageFormat? FormatOf(SKEncodedImageFormat format) => format switch
    {
        SKEncodedImageFormat.Png => ImageFormat.Png,
        SKEncodedImageFormat.Jpeg => ImageFormat.Jpeg,
        SKEncodedImageFormat.Webp => ImageFormat.WebP,
        SKEncodedImageFormat.Gif => ImageFormat.Gif,
        SKEncodedImageFormat.Bmp => ImageFormat.Bmp,
        _ => null,
    };
}
