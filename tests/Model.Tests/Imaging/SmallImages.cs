using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using SkiaSharp;

namespace JanusCluster.Model.Tests.Imaging;

/// <summary>Files made by hand or by the codec library, for tests that need a certain flaw or feature.</summary>
internal static class SmallImages
{
    /// <summary>A PNG with the given header and raw scan lines (each with its filter byte in front).</summary>
    /// <param name="colorType">0 gray, 2 RGB, 3 palette, 4 gray and alpha, 6 RGBA.</param>
    /// <param name="before">Chunks between header and pixels.</param>
    public static byte[] Png(int width, int height, byte depth, byte colorType, byte[] scanLines, params (string Type, byte[] Data)[] before)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (depth, colorType);
        using var deflated = new MemoryStream();
        using (var deflate = new ZLibStream(deflated, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(scanLines);
        return [0x89, .. "PNG\r\n\x1A\n"u8, .. Chunk("IHDR", header), .. before.SelectMany(chunk => Chunk(chunk.Type, chunk.Data)),
            .. Chunk("IDAT", deflated.ToArray()), .. Chunk("IEND", [])];
    }

    /// <summary>Noise in one of the library's formats.</summary>
    public static byte[] Encoded(SKEncodedImageFormat format, int width = 40, int height = 30)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var random = new Random(1);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                bitmap.SetPixel(x, y, new SKColor((byte)random.Next(256), (byte)(x * 6), (byte)(y * 8)));
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    /// <summary>Two frames of 2×1: red and index 1 (green, but transparent), then blue.</summary>
    public static byte[] AnimatedGif() =>
    [
        .. "GIF89a"u8, 2, 0, 1, 0, 0x81, 0, 0, // 2×1, global table of four colours
        255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0,
        .. GifFrame(transparentIndex: 1, 0, 1), .. GifFrame(transparentIndex: null, 2, 2), 0x3B,
    ];

    private static byte[] GifFrame(byte? transparentIndex, byte first, byte second)
    {
        // LZW with 2-bit symbols: clear (4), the two pixels, end (5); three bits each, the last four.
        var bits = 4 | (first << 3) | (second << 6) | (5 << 9);
        return
        [
            0x21, 0xF9, 4, (byte)(transparentIndex is null ? 0 : 1), 10, 0, transparentIndex ?? 0, 0,
            0x2C, 0, 0, 0, 0, 2, 0, 1, 0, 0, 2, 2, (byte)bits, (byte)(bits >> 8), 0,
        ];
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] typed = [.. System.Text.Encoding.ASCII.GetBytes(type), .. data];
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        typed.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc32.HashToUInt32(typed));
        return chunk;
    }
}
