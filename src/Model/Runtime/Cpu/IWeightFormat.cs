using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>
/// How weights are stored, in groups of 32 along the inputs. A group is multiplied in two halves of 16, and activations are
/// packed in the order of the halves (<see cref="TokenPanel"/>).
/// </summary>
internal unsafe interface IWeightFormat
{
    /// <summary>Bytes of a group.</summary>
    static abstract int GroupBytes { get; }

    static abstract Vector512<float> First(byte* group);

    static abstract Vector512<float> Second(byte* group);
}

/// <summary>The first half is the group's first 16.</summary>
internal readonly unsafe struct Float32Format : IWeightFormat
{
    public static int GroupBytes => 128;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> First(byte* group) => Vector512.Load((float*)group);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Second(byte* group) => Vector512.Load((float*)group + 16);
}

/// <summary>The first half are the even ones: of each pair in 32 bits, the lower 16 moved up, or the upper 16 as they stand.</summary>
internal readonly unsafe struct BFloat16Format : IWeightFormat
{
    public static int GroupBytes => 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> First(byte* group) => (Vector512.Load((uint*)group) << 16).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Second(byte* group) => (Vector512.Load((uint*)group) & Vector512.Create(0xffff0000u)).AsSingle();
}
