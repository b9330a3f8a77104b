namespace JanusCluster.Imaging;

/// <summary>Makes the first frame of a GIF opaque, so that its transparent index decodes to its own palette colour.</summary>
/// <remarks>The reference drops alpha without compositing; the codec would write such pixels as black.</remarks>
internal static class GifTransparency
{
    private const int ScreenDescriptorEnd = 13;
    private const byte Extension = 0x21;
    private const byte GraphicControl = 0xF9;

    /// <returns>A copy without the flag; of a malformed file a copy for the codec to judge.</returns>
    public static byte[] Cleared(ReadOnlySpan<byte> file)
    {
        var gif = file.ToArray();
        if (gif.Length < ScreenDescriptorEnd)
            return gif;
        var screenFlags = gif[10];
        var at = ScreenDescriptorEnd + ((screenFlags & 0x80) != 0 ? 3 << ((screenFlags & 7) + 1) : 0);
        while (at + 4 <= gif.Length && gif[at] == Extension)
        {
            if (gif[at + 1] == GraphicControl && gif[at + 2] >= 1)
                gif[at + 3] &= 0xFE;
            at += 2;
            while (at < gif.Length && gif[at] != 0)
                at += 1 + gif[at];
            at++;
        }
        return gif;
    }
}
