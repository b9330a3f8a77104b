using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>
/// Activations as the linear kernel reads them: tiles of 4 tokens, within a tile groups of 32 inputs, within a group the 4
/// tokens' 32 numbers each. Inputs beyond the last are zero.
/// </summary>
internal sealed unsafe class TokenPanel(int columns, PanelLayout layout) : IDisposable
{
    /// <summary>Tokens of a tile.</summary>
    public const int TileTokens = 4;

    /// <summary>Inputs of a group.</summary>
    public const int GroupSize = 32;

    private const int Half = GroupSize / 2;

    private readonly NativeBuffer<byte> _memory = new();
    private readonly int _groupBytes = GroupSize * (layout == PanelLayout.Pairs ? sizeof(ushort) : sizeof(float));

    public PanelLayout Layout => layout;

    public int Columns { get; } = columns;

    public int Groups { get; } = (columns + GroupSize - 1) / GroupSize;

    public int Tokens { get; private set; }

    /// <summary>The layout for weights of a type.</summary>
    /// <param name="useDotProducts">False leaves the processor's dot products of bfloat16 alone, as where it has none.</param>
    public static PanelLayout LayoutFor(bool isBFloat16, bool useDotProducts = true) =>
        !isBFloat16 ? PanelLayout.Plain
        : useDotProducts && DotTiles.IsSupported ? PanelLayout.Pairs : PanelLayout.Halves;

    /// <summary>Makes room for the tokens; their numbers are arbitrary until written.</summary>
    public void Resize(int tokens)
    {
        int tiles = (tokens + TileTokens - 1) / TileTokens;
        _memory.Reserve((long)tiles * Groups * TileTokens * _groupBytes);
        Tokens = tokens;
        for (int tile = 0; tile < tiles && Columns % GroupSize != 0; tile++)
            new Span<byte>(Group(tile * TileTokens, Groups - 1), TileTokens * _groupBytes).Clear(); // not every writer fills it up
    }

    /// <summary>First group of the tile that holds this token, a multiple of 4.</summary>
    public byte* Tile(int token) => _memory.Data + ((long)(token / TileTokens) * Groups * TileTokens * _groupBytes);

    /// <summary>Writes one group of a token from 32 numbers in their natural order; those beyond <see cref="Columns"/> become zero.</summary>
    public void Write(int token, int group, float* numbers)
    {
        if (Avx512F.IsSupported && group < Columns / GroupSize)
        {
            Vector512<float> lower = Vector512.Load(numbers), upper = Vector512.Load(numbers + Half);
            if (layout == PanelLayout.Plain)
            {
                Store(token, group, lower, upper);
                return;
            }

            Vector512<int> even = Vector512.CreateSequence(0, 2);
            Store(
                token, group,
                Avx512F.PermuteVar16x32x2(lower, even, upper),
                Avx512F.PermuteVar16x32x2(lower, even + Vector512<int>.One, upper));
            return;
        }

        int first = group * GroupSize, count = Math.Min(GroupSize, Columns - first);
        for (int i = 0; i < GroupSize; i++)
            Write(token, first + i, i < count ? numbers[i] : 0);
    }

    /// <summary>Writes one group of a token from numbers in the order in which attention's values come: plain, or even ones first.</summary>
    public void WriteHalves(int token, int group, float* numbers) =>
        Store(token, group, Vector512.Load(numbers), Vector512.Load(numbers + Half));

    /// <summary>Writes one number.</summary>
    public void Write(int token, int column, float number)
    {
        byte* group = Group(token, column / GroupSize);
        int i = column % GroupSize;
        if (layout == PanelLayout.Pairs)
            ((ushort*)group)[i] = BFloat16Bits.FromSingle(number);
        else
            ((float*)group)[layout == PanelLayout.Halves ? HalvesPlace(i) : i] = number;
    }

    /// <summary>Where input i of a group stands when the even ones come first.</summary>
    public static int HalvesPlace(int i) => ((i & 1) * Half) + (i / 2);

    public void Dispose() => _memory.Dispose();

    private byte* Group(int token, int group) =>
        Tile(token) + ((((long)group * TileTokens) + (token % TileTokens)) * _groupBytes);

    private void Store(int token, int group, Vector512<float> first, Vector512<float> second)
    {
        byte* target = Group(token, group);
        if (layout == PanelLayout.Pairs)
        {
            // The even numbers' bits go to the lower halves, the odd ones' to the upper.
            Vector512<uint> pairs = (Round(first) >> 16) | (Round(second) & Vector512.Create(0xffff0000u));
            pairs.Store((uint*)target);
            return;
        }

        first.Store((float*)target);
        second.Store((float*)target + Half);
    }

    /// <summary>The upper 16 bits hold the nearest bfloat16, as <see cref="BFloat16Bits.FromSingle"/> gives it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Round(Vector512<float> numbers)
    {
        Vector512<uint> bits = numbers.AsUInt32();
        Vector512<uint> rounded = bits + Vector512.Create(0x7fffu) + ((bits >> 16) & Vector512<uint>.One);
        return Vector512.ConditionalSelect(
            Vector512.Equals(numbers, numbers).AsUInt32(), rounded, Vector512.Create((uint)BFloat16Bits.NaN << 16));
    }
}
