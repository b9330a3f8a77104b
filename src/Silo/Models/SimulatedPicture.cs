using System.Buffers.Binary;
using JanusCluster.Contracts;
using JanusCluster.Imaging;

namespace JanusCluster.Silo.Models;

/// <summary>A small picture of an image's codes: equal codes give equal pixels, and what is not drawn yet is mid-grey.</summary>
internal static class SimulatedPicture
{
    /// <summary>Pixels of a side.</summary>
    public const int Size = 16;

    private const byte MidGrey = 127;

    /// <param name="codes">As in <c>GeneratedImage</c>, or the first of them.</param>
    /// <exception cref="JanusException">Not the codes of one image.</exception>
    public static RgbImage Of(byte[] codes, int codesPerImage)
    {
        int drawn = codes.Length / 2;
        if (codes.Length % 2 != 0 || drawn > codesPerImage)
            throw JanusException.Invalid("codes", $"An image of this model has {codesPerImage} codes in {2 * codesPerImage} bytes, or fewer as far as it is drawn, not {codes.Length}.");
        byte[] pixels = new byte[Size * Size * 3];
        for (int missing = drawn; missing < Math.Min(codesPerImage, Size * Size); missing++)
            pixels.AsSpan(3 * missing, 3).Fill(MidGrey);
        for (int i = 0; i < drawn; i++)
        {
            ushort code = BinaryPrimitives.ReadUInt16LittleEndian(codes.AsSpan(2 * i));
            if (code >= SimulatedCodes.CodebookSize)
                throw JanusException.Invalid("codes", $"Code {i} is {code}; the codebook has {SimulatedCodes.CodebookSize} entries.");
            int pixel = 3 * (i % (Size * Size));
            pixels[pixel] ^= (byte)code;
            pixels[pixel + 1] ^= (byte)(code >> 3);
            pixels[pixel + 2] ^= (byte)(code >> 6);
        }

        return new RgbImage(Size, Size, pixels);
    }
}
