using System.Buffers.Binary;
using System.Text;

namespace JanusCluster.Imaging.Png;

/// <summary>Reads the text chunks of a PNG, without decoding pixels.</summary>
public static class PngText
{
    private const int MaxEntries = 1000;
    private const int ChunkFrame = 12;

    /// <summary><c>tEXt</c> and uncompressed <c>iTXt</c>, in file order; compressed text is passed over, so memory is bounded by the file.</summary>
    /// <exception cref="ImageFormatException">No PNG, cut short, a wrong CRC in a text chunk, or more than 1000 entries.</exception>
    public static IReadOnlyList<PngTextEntry> Read(ReadOnlySpan<byte> png)
    {
        if (!png.StartsWith(ImageSignature.Png))
            throw new ImageFormatException("The data is no PNG image.");
        var entries = new List<PngTextEntry>();
        for (var rest = png[ImageSignature.Png.Length..]; ;)
        {
            var length = rest.Length < ChunkFrame ? uint.MaxValue : BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - ChunkFrame)
                throw new ImageFormatException("The PNG image is cut short.");
            var type = rest.Slice(4, 4);
            if (type.SequenceEqual("IEND"u8))
                return entries;
            var data = rest.Slice(8, (int)length);
            if (type.SequenceEqual("tEXt"u8) || type.SequenceEqual("iTXt"u8))
                Add(entries, type, data, BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + data.Length)..]));
            rest = rest[(ChunkFrame + data.Length)..];
        }
    }

    private static void Add(List<PngTextEntry> entries, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, uint crc)
    {
        if (PngChunkWriter.Crc(type, data) != crc)
            throw new ImageFormatException("The PNG image is damaged: a text chunk has a wrong checksum.");
        if (entries.Count == MaxEntries)
            throw new ImageFormatException($"The PNG image has more than {MaxEntries} pieces of text.");
        var separator = data.IndexOf((byte)0);
        if (separator < 0)
            throw new ImageFormatException("The PNG image is damaged: a text chunk has no keyword.");
        var keyword = Encoding.Latin1.GetString(data[..separator]);
        var body = data[(separator + 1)..];
        if (type.SequenceEqual("tEXt"u8))
            entries.Add(new PngTextEntry(keyword, Encoding.Latin1.GetString(body)));
        else if (International(body) is { } text)
            entries.Add(new PngTextEntry(keyword, text));
    }

    /// <returns>Null for compressed text.</returns>
    private static string? International(ReadOnlySpan<byte> body)
    {
        if (body.Length >= 2 && body[0] != 0)
            return null;
        var language = body.Length < 2 ? -1 : body[2..].IndexOf((byte)0);
        var translated = language < 0 ? -1 : body[(2 + language + 1)..].IndexOf((byte)0);
        if (translated < 0)
            throw new ImageFormatException("The PNG image is damaged: a text chunk is too short.");
        return Encoding.UTF8.GetString(body[(2 + language + 1 + translated + 1)..]);
    }
}
