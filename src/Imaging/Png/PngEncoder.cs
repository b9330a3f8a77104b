using System.Buffers.Binary;
using System.IO.Compression;

namespace JanusCluster.Imaging.Png;

/// <summary>Writes lossless 8-bit RGB PNG files with text in them.</summary>
/// <remarks>Equal input gives equal bytes under one runtime version: there is no time stamp, and filters and level are fixed.</remarks>
public static class PngEncoder
{
    private const int CompressionLevel = 6;

    /// <param name="image">Pixels <c>[Height, Width, 3]</c>.</param>
    /// <param name="text">Written before the pixels, in this order: <c>tEXt</c> where printable Latin-1 suffices, else <c>iTXt</c>.</param>
    /// <exception cref="ArgumentException">A keyword that PNG does not allow.</exception>
    public static byte[] Encode(RgbImage image, params IReadOnlyList<PngTextEntry> text)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(text);
        using var output = new MemoryStream();
        output.Write(ImageSignature.Png);
        PngChunkWriter.Write(output, "IHDR"u8, Header(image));
        foreach (var entry in text)
            PngTextChunk.Write(output, entry);
        PngChunkWriter.Write(output, "IDAT"u8, Deflated(image));
        PngChunkWriter.Write(output, "IEND"u8, []);
        return output.ToArray();
    }

    private static byte[] Header(RgbImage image)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), image.Height);
        header[8] = 8; // bits a sample
        header[9] = 2; // RGB
        return header;
    }

    private static ReadOnlySpan<byte> Deflated(RgbImage image)
    {
        using var output = new MemoryStream();
        using (var deflate = new ZLibStream(output, new ZLibCompressionOptions { CompressionLevel = CompressionLevel }, leaveOpen: true))
        {
            var filter = new PngFilter(image.Width * 3);
            ReadOnlySpan<byte> above = new byte[image.Width * 3];
            for (var y = 0; y < image.Height; y++)
            {
                var row = image.Row(y);
                var (kind, filtered) = filter.Choose(row, above);
                deflate.WriteByte(kind);
                deflate.Write(filtered.Span);
                above = row;
            }
        }
        return output.GetBuffer().AsSpan(0, (int)output.Length);
    }
}
