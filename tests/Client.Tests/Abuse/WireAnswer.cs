using System.Globalization;
using System.Text;
using System.Text.Json;

namespace JanusCluster.Client.Tests.Abuse;

/// <summary>What came back, as far as it came.</summary>
internal sealed record WireAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();

    public string Text => Encoding.UTF8.GetString(Body);

    public string Type => Headers.GetValueOrDefault("content-type", "");

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public static WireAnswer Parse(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf(EndOfHead);
        if (end < 0)
            throw new InvalidDataException($"The server closed the connection without an answer; it sent {bytes.Length} bytes.");
        string[] lines = Encoding.Latin1.GetString(bytes[..end]).Split("\r\n");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines.Skip(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        ReadOnlySpan<byte> body = bytes[(end + EndOfHead.Length)..];
        return new WireAnswer(
            int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers,
            headers.GetValueOrDefault("transfer-encoding") == "chunked" ? Join(body) : body.ToArray());
    }

    public override string ToString() => $"{Status} {(Text.Length <= 2_000 ? Text : Text[..2_000])}";

    private static byte[] Join(ReadOnlySpan<byte> chunks)
    {
        var joined = new List<byte>();
        while (chunks.IndexOf("\r\n"u8) is > 0 and var line)
        {
            int length = int.Parse(Encoding.ASCII.GetString(chunks[..line]), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (length == 0)
                break;
            joined.AddRange(chunks.Slice(line + 2, length));
            chunks = chunks[(line + 2 + length + 2)..];
        }

        return [.. joined];
    }
}
