using System.Buffers.Binary;

namespace JanusCluster.Silo.Models;

/// <summary>Codes as they are stored and sent: two bytes each, little-endian.</summary>
internal static class CodeBytes
{
    public static byte[] Of(ReadOnlySpan<ushort> codes)
    {
        byte[] bytes = new byte[codes.Length * 2];
        for (int i = 0; i < codes.Length; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), codes[i]);
        return bytes;
    }

    public static ushort[] ToCodes(ReadOnlySpan<byte> bytes)
    {
        ushort[] codes = new ushort[bytes.Length / 2];
        for (int i = 0; i < codes.Length; i++)
            codes[i] = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]);
        return codes;
    }
}
