namespace JanusCluster.Imaging;

/// <summary>Tells the format from the first bytes, so that only the codecs named in <see cref="ImageFormat"/> ever see a stranger's file.</summary>
internal static class ImageSignature
{
    /// <summary>The eight bytes that open every PNG.</summary>
    public static ReadOnlySpan<byte> Png => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> Jpeg => [0xFF, 0xD8, 0xFF];

    /// <returns>The format, or null for anything else.</returns>
    public static ImageFormat? Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Png))
            return ImageFormat.Png;
        if (bytes.StartsWith(Jpeg))
            return ImageFormat.Jpeg;
        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8))
            return ImageFormat.Gif;
        if (bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8))
            return ImageFormat.WebP;
        return bytes.StartsWith("BM"u8) ? ImageFormat.Bmp : null;
    }
}
