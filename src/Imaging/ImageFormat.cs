namespace JanusCluster.Imaging;

/// <summary>The file formats that are read.</summary>
public enum ImageFormat
{
    Png,
    Jpeg,
    WebP,
    Gif,
    Bmp,
}

/// <summary>What a file's header says.</summary>
/// <param name="Format">By content: names and media types are not looked at.</param>
/// <param name="Width">In pixels, as stored: EXIF orientation is not applied.</param>
/// <param name="Height">In pixels, as stored.</param>
public sealed record ImageHeader(ImageFormat Format, int Width, int Height);
