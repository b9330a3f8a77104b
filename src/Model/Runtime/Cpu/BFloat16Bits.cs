namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>bfloat16 as its 16 bits: the upper half of a float32.</summary>
internal static class BFloat16Bits
{
    public const ushort NaN = 0x7fc0;

    public static float ToSingle(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    /// <summary>Rounded to the nearest, ties to even, as libtorch does.</summary>
    public static ushort FromSingle(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? NaN : (ushort)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
    }
}
