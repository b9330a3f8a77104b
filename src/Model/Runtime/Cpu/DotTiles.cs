using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>Tiles of bfloat16 weights and activations, by the processor's own dot products of bfloat16.</summary>
internal readonly unsafe struct DotTiles : ILinearTiles
{
    private const int Lanes = 16;

    private static readonly byte* _code = IsInstructionThere() ? MachineCode.Load(BFloat16Tiles.Code) : null;

    /// <summary>True where the processor has the instruction and the system lets it be used.</summary>
    public static bool IsSupported => _code != null;

    public static int GroupBytes => 64;

    public static int WideOutputs => 6;

    public static void Tile1x8(byte* weights, nint rowBytes, byte* tokens, int groups, byte* ahead, int lines, float* sums) =>
        Call(BFloat16Tiles.Tile1x8, 8, new Arguments(weights, rowBytes, tokens, groups, ahead, lines), sums);

    public static void Tile2x8(byte* weights, nint rowBytes, byte* tokens, int groups, byte* ahead, int lines, float* sums) =>
        Call(BFloat16Tiles.Tile2x8, 16, new Arguments(weights, rowBytes, tokens, groups, ahead, lines), sums);

    public static void Tile4x4(byte* weights, nint rowBytes, byte* tokens, int groups, byte* ahead, int lines, float* sums) =>
        Call(BFloat16Tiles.Tile4x4, 16, new Arguments(weights, rowBytes, tokens, groups, ahead, lines), sums);

    public static void TileWide(byte* weights, nint rowBytes, byte* tokens, int groups, byte* ahead, int lines, float* sums) =>
        Call(BFloat16Tiles.Tile4x6, 24, new Arguments(weights, rowBytes, tokens, groups, ahead, lines), sums);

    [SkipLocalsInit]
    private static void Call(int function, int products, Arguments arguments, float* sums)
    {
        float* lanes = stackalloc float[products * Lanes];
        arguments.Lanes = lanes;
        // A call takes less than a microsecond: not worth telling the garbage collector.
        ((delegate* unmanaged[SuppressGCTransition]<Arguments*, void>)(_code + function))(&arguments);
        for (int i = 0; i < products; i += 4, lanes += 4 * Lanes)
        {
            FixedSum.Of(
                Vector512.Load(lanes), Vector512.Load(lanes + Lanes),
                Vector512.Load(lanes + (2 * Lanes)), Vector512.Load(lanes + (3 * Lanes))).Store(sums + i);
        }
    }

    private static bool IsInstructionThere() =>
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64 && Avx512F.IsSupported
        && CpuInstructions.HasBFloat16DotProducts;

    /// <summary>What the machine code reads, in its order.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Arguments(byte* weights, nint rowBytes, byte* tokens, nint groups, byte* ahead, nint lines)
    {
        public byte* Weights = weights;
        public nint RowBytes = rowBytes;
        public byte* Tokens = tokens;
        public nint Groups = groups;
        public byte* Ahead = ahead;
        public nint Lines = lines;
        public float* Lanes;
    }
}
