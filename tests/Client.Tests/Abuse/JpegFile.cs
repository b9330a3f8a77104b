namespace JanusCluster.Client.Tests.Abuse;

/// <summary>JPEG files of one grey, that need not be right (ITU T.81, annex B).</summary>
internal static class JpegFile
{
    private const byte Baseline = 0xC0, Progressive = 0xC2;

    /// <param name="components">1 is gray, 3 colour, 4 CMYK.</param>
    public static byte[] Make(int width, int height, int components, params byte[][] more)
    {
        // Every block is two codes of one bit, 0: no difference, and no more coefficients.
        long bits = 2L * components * ((width + 7) / 8) * ((height + 7) / 8);
        byte[] data = new byte[(bits + 7) / 8];
        if (bits % 8 != 0)
            data[^1] = (byte)(0xFF >> (int)(bits % 8));
        return [.. Head(Baseline, width, height, components, more), .. Scan(components), .. data, 0xFF, 0xD9];
    }

    /// <summary>A header without a pixel.</summary>
    public static byte[] Claim(int width, int height) => [.. Head(Baseline, width, height, 3, []), .. Scan(3), 0, 0xFF, 0xD9];

    /// <summary>Each scan costs a pass over all pixels.</summary>
    public static byte[] Scans(int width, int height, int count) =>
        [.. Head(Progressive, width, height, 1, []), .. Enumerable.Repeat((byte[])[.. Scan(1), 0], count).SelectMany(scan => scan), 0xFF, 0xD9];

    /// <param name="marker">Second byte of the marker.</param>
    public static byte[] Segment(byte marker, params byte[] content) => [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    private static byte[] Head(byte frame, int width, int height, int components, byte[][] more) =>
    [
        0xFF, 0xD8, .. more.SelectMany(segment => segment),
        .. Segment(0xDB, [0, .. Enumerable.Repeat((byte)1, 64)]),
        .. Segment(frame, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, (byte)components, .. Enumerable.Range(1, components).SelectMany(id => (byte[])[(byte)id, 0x11, 0])]),
        .. Segment(0xC4, [0x00, 1, .. new byte[15], 0]), .. Segment(0xC4, [0x10, 1, .. new byte[15], 0]),
    ];

    private static byte[] Scan(int components) =>
        Segment(0xDA, [(byte)components, .. Enumerable.Range(1, components).SelectMany(id => (byte[])[(byte)id, 0]), 0, 63, 0]);
}
