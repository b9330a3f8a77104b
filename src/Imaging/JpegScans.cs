using System.Buffers.Binary;

namespace JanusCluster.Imaging;

/// <summary>Counts the scans of a JPEG: each costs a pass over all pixels but needs only a few bytes, so a small file can ask for hours.</summary>
internal static class JpegScans
{
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;

    /// <summary>Walks the markers; segments are skipped by length, entropy-coded data (where <c>FF</c> is stuffed) by search.</summary>
    public static int Count(ReadOnlySpan<byte> jpeg)
    {
        var scans = 0;
        for (var at = 2; ;)
        {
            var step = jpeg[Math.Min(at, jpeg.Length)..].IndexOf((byte)0xFF);
            if (step < 0 || at + step + 1 >= jpeg.Length)
                return scans;
            at += step + 1;
            var marker = jpeg[at];
            // Fill bytes, stuffed zeros and restart markers have no length field.
            if (marker is 0xFF or 0x00 or 0x01 or (>= 0xD0 and <= 0xD8))
            {
                at += marker == 0xFF ? 0 : 1;
                continue;
            }
            if (marker == EndOfImage || at + 3 > jpeg.Length)
                return scans;
            if (marker == StartOfScan)
                scans++;
            at += 1 + BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 1)..]);
        }
    }
}
