using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace JanusCluster.Silo.Models;

/// <summary>Numbers without end that follow from a text and a seed alone.</summary>
/// <remarks>SplitMix64 (Steele, Lea and Flood 2014) from the XXH64 of the text's UTF-16 units.</remarks>
internal readonly struct SimulatedNumbers(string text, long seed)
{
    private readonly ulong _start = XxHash64.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan()), seed);

    public ulong this[int index]
    {
        get
        {
            ulong z = _start + ((ulong)(index + 1) * 0x9E3779B97F4A7C15UL);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
