using System.Runtime.Intrinsics.X86;

namespace JanusCluster.Model.Runtime;

/// <summary>Instructions that .NET does not tell about.</summary>
internal static class CpuInstructions
{
    /// <summary>AVX512_BF16: CPUID leaf 7, subleaf 1, EAX bit 5.</summary>
    public static bool HasBFloat16DotProducts => HasLeaf7 && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0;

    /// <summary>AMX-BF16: CPUID leaf 7, subleaf 0, EDX bit 22.</summary>
    public static bool HasBFloat16Tiles => HasLeaf7 && (X86Base.CpuId(7, 0).Edx & (1 << 22)) != 0;

    private static bool HasLeaf7 => X86Base.IsSupported && X86Base.CpuId(0, 0).Eax >= 7;
}
