using System.Text;

namespace JanusCluster.Client.Tests.Abuse;

/// <summary>Files that are no image, or claim to be more than one may be; and odd ones that are images all the same.</summary>
internal static class HostileImages
{
    private static readonly byte[] Png = PngFile.Make(8, 8);
    private static readonly byte[] Jpeg = JpegFile.Make(8, 8, 3);
    private static readonly byte[] Gif = [.. GifHead(1, 1), .. GifFrame(1, 1), 0x3B];
    private static readonly byte[] Html = "<html><script>alert(1)</script></html>"u8.ToArray();
    private static readonly byte[] Zip = [.. "PK\x03\x04"u8, .. new byte[26], .. "PK\x05\x06"u8, .. new byte[18]];

    /// <summary>Refused, each with a reason.</summary>
    public static IReadOnlyList<(string Name, byte[] File)> Bad { get; } =
    [
        ("empty", []), ("one byte", [0x89]), ("text", "hello"u8.ToArray()), ("HTML", Html), ("ZIP", Zip), ("zeros", new byte[1_000]),
        ("SVG", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>"u8.ToArray()),
        ("SVG that fetches", "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"file:///etc/passwd\"/></svg>"u8.ToArray()),
        ("XML bomb", "<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]><svg>&c;</svg>"u8.ToArray()),
        ("PDF", "%PDF-1.7\n"u8.ToArray()), ("TIFF", [.. "II*\0"u8, .. new byte[100]]), ("ICO", [0, 0, 1, 0, 1, 0, .. new byte[100]]), ("AVIF", [0, 0, 0, 32, .. "ftypavif"u8, .. new byte[100]]),
        ("PNG, only its signature", PngFile.Signature), ("PNG cut in its header", Png[..20]), ("PNG cut in its pixels", Png[..44]),
        ("PNG without pixels", PngFile.Join(PngFile.Header(8, 8), PngFile.Chunk("IEND", []))), ("PNG without a header", PngFile.Join(PngFile.Data(200), PngFile.Chunk("IEND", []))),
        ("PNG with few pixels", PngFile.Join(PngFile.Header(8, 8), PngFile.Data(10), PngFile.Chunk("IEND", []))),
        ("PNG of 0 x 0", PngFile.Join(PngFile.Header(0, 0), PngFile.Data(10))), ("PNG of -1 x -1", PngFile.Join(PngFile.Header(uint.MaxValue, uint.MaxValue), PngFile.Data(10))),
        ("PNG bomb of 2,147,483,647 x 2,147,483,647", PngFile.Join(PngFile.Header(int.MaxValue, int.MaxValue), PngFile.Data(10))),
        ("PNG bomb of 50,000 x 50,000", PngFile.Join(PngFile.Header(50_000, 50_000), PngFile.Data(10))), ("PNG bomb of 20,000 x 20,000", PngFile.Join(PngFile.Header(20_000, 20_000), PngFile.Data(10))),
        ("PNG bomb at the limit, cut", PngFile.Join(PngFile.Header(7_071, 7_071), PngFile.Data(10), PngFile.Chunk("IEND", []))),
        ("PNG of 30,000 x 1", PngFile.Make(30_000, 1)), ("PNG of 1 x 30,000", PngFile.Make(1, 30_000)),
        ("PNG of depth 3", PngFile.Join(PngFile.Header(8, 8, 3), PngFile.Data(200), PngFile.Chunk("IEND", []))), ("PNG of colour 7", PngFile.Join(PngFile.Header(8, 8, 8, 7), PngFile.Data(300), PngFile.Chunk("IEND", []))),
        ("PNG without its palette", PngFile.Make(8, 8, 8, PngFile.Palette)), ("PNG with a wrong checksum", [.. Png[..29], (byte)~Png[29], .. Png[30..]]),
        ("PNG with pixels that do not unpack", PngFile.Join(PngFile.Header(8, 8), PngFile.Chunk("IDAT", new byte[100]), PngFile.Chunk("IEND", []))),
        ("PNG with a chunk longer than itself", [.. Png[..33], 0x7F, 0xFF, 0xFF, 0xFF, .. "IDAT"u8]), ("PNG of 21 MB", [.. Png, .. new byte[21_000_000]]),
        ("GIF, only its signature", "GIF89a"u8.ToArray()), ("GIF without a frame", [.. GifHead(8, 8), 0x3B]), ("GIF bomb of 65,535 x 65,535", [.. GifHead(65_535, 65_535), .. GifFrame(65_535, 65_535), 0x3B]),
        ("GIF cut short", [.. GifHead(8, 8), .. GifFrame(8, 8)[..12]]),
        ("JPEG, only its signature", [0xFF, 0xD8, 0xFF]), ("JPEG without a frame", [0xFF, 0xD8, 0xFF, 0xD9]), ("JPEG cut in its header", Jpeg[..100]), ("JPEG of 0 x 0", JpegFile.Claim(0, 0)),
        ("JPEG bomb of 65,500 x 65,500", JpegFile.Claim(65_500, 65_500)), ("JPEG of 30,000 x 1", JpegFile.Make(30_000, 1, 3)), ("JPEG of 1,000 scans", JpegFile.Scans(8, 8, 1_000)), ("JPEG of 5 components", JpegFile.Make(8, 8, 5)),
        ("BMP bomb", Bmp(100_000, 100_000)), ("BMP of negative width", Bmp(-8, 8)), ("BMP of 0 x 0", Bmp(0, 0)), ("BMP, only its signature", "BM"u8.ToArray()),
        ("WebP bomb", WebP(16_383, 16_383)), ("WebP cut", WebP(8, 8)), ("RIFF of sound", [.. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8, .. new byte[40]]),
    ];

    /// <summary>Images all the same.</summary>
    public static IReadOnlyList<(string Name, byte[] File)> Odd { get; } =
    [
        ("PNG of 1 x 1", PngFile.Make(1, 1)), ("PNG of 20,000 x 1", PngFile.Make(20_000, 1)), ("PNG of 1 x 20,000", PngFile.Make(1, 20_000)), ("PNG of 16 bits", PngFile.Make(8, 8, 16)), ("PNG of 1 bit", PngFile.Make(9, 9, 1, PngFile.Gray)), ("PNG, transparent", PngFile.Make(8, 8, 8, PngFile.Rgba)),
        ("PNG with a palette", PngFile.Make(8, 8, 1, PngFile.Palette, PngFile.Chunk("PLTE", [255, 0, 0, 0, 255, 0]))), ("PNG with an animation", PngFile.Make(8, 8, 8, PngFile.Rgb, PngFile.Chunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0]))),
        ("PNG and HTML", [.. Png, .. Html]), ("PNG and ZIP", [.. Png, .. Zip]), ("PNG with HTML inside", PngFile.Make(8, 8, 8, PngFile.Rgb, PngFile.Chunk("tEXt", [.. "Comment\0"u8, .. Html]))),
        ("PNG with text that unpacks to 100 MB", PngFile.Make(8, 8, 8, PngFile.Rgb, PngFile.Data(100_000_000, "zTXt", "Comment\0\0"))), ("PNG with pixels that unpack to 100 MB", PngFile.Join(PngFile.Header(8, 8), PngFile.Data(100_000_000), PngFile.Chunk("IEND", []))),
        ("JPEG of 1 x 1", JpegFile.Make(1, 1, 3)), ("JPEG, gray", JpegFile.Make(8, 8, 1)), ("JPEG, CMYK", JpegFile.Make(8, 8, 4)), ("JPEG, CMYK of Adobe", JpegFile.Make(8, 8, 4, JpegFile.Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 2]))),
        ("JPEG and ZIP", [.. Jpeg, .. Zip]), ("JPEG with HTML inside", JpegFile.Make(8, 8, 3, JpegFile.Segment(0xFE, Html))), ("GIF of 1 x 1", Gif), ("GIF with two frames", [.. GifHead(1, 1), .. GifFrame(1, 1), .. GifFrame(1, 1), 0x3B]), ("GIF and HTML", [.. Gif, .. Html]),
    ];

    private static byte[] GifHead(ushort width, ushort height) =>
        [.. "GIF89a"u8, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 0x80, 0, 0, 0, 0, 0, 255, 255, 255];

    /// <summary>One pixel's data, whatever the size.</summary>
    private static byte[] GifFrame(ushort width, ushort height) =>
        [0x2C, 0, 0, 0, 0, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 0, 2, 2, 0x44, 0x01, 0];

    private static byte[] Bmp(int width, int height) =>
        [.. "BM"u8, 58, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, .. BitConverter.GetBytes(width), .. BitConverter.GetBytes(height), 1, 0, 24, 0, .. new byte[24], 0, 0, 0, 0];

    private static byte[] WebP(int width, int height) =>
    [
        .. "RIFF"u8, 30, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, .. BitConverter.GetBytes(width - 1)[..3], .. BitConverter.GetBytes(height - 1)[..3],
        .. Encoding.ASCII.GetBytes("VP8 "), 0, 0, 0, 0,
    ];
}
