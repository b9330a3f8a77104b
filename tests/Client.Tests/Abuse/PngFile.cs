using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace JanusCluster.Client.Tests.Abuse;

/// <summary>PNG files that need not be right (W3C PNG, section 5).</summary>
internal static class PngFile
{
    public static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public const byte Gray = 0, Rgb = 2, Palette = 3, Rgba = 6;

    private static readonly int[] Samples = [1, 0, 3, 1, 2, 0, 4];

    /// <summary>A whole file of black pixels.</summary>
    /// <param name="more">Chunks before the pixels.</param>
    public static byte[] Make(int width, int height, byte depth = 8, byte colour = Rgb, params byte[][] more) =>
        Join([Header((uint)width, (uint)height, depth, colour), .. more, Data(((width * Samples[colour] * depth + 7) / 8 + 1) * height), Chunk("IEND", [])]);

    public static byte[] Join(params byte[][] chunks) => [.. Signature, .. chunks.SelectMany(chunk => chunk)];

    public static byte[] Header(uint width, uint height, byte depth = 8, byte colour = Rgb, byte interlace = 0)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(header, width);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (depth, colour, interlace);
        return Chunk("IHDR", header);
    }

    /// <summary>So many zero bytes, compressed: filter 0 and black.</summary>
    public static byte[] Data(long zeros, string type = "IDAT", string before = "")
    {
        using var packed = new MemoryStream();
        packed.Write(Encoding.Latin1.GetBytes(before));
        using (var zip = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] some = new byte[1 << 16];
            for (long left = zeros; left > 0; left -= some.Length)
                zip.Write(some, 0, (int)Math.Min(left, some.Length));
        }

        return Chunk(type, packed.ToArray());
    }

    public static byte[] Chunk(string type, byte[] data)
    {
        byte[] chunk = [0, 0, 0, 0, .. Encoding.ASCII.GetBytes(type), .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc32.HashToUInt32(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }
}
