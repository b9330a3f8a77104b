using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>
/// Activations as the linear kernel reads them: tiles of 4 tokens, within a tile groups of 32 inputs, within a group the 4
/// tokens' 32 numbers each, in the order in which the weights' format multiplies them. Inputs beyond the last are zero.
/// </summary>
internal sealed unsafe class TokenPanel(int columns, bool isBFloat16) : IDisposable
{
    /// <summary>Tokens of a tile.</summary>
    public const int TileTokens = 4;

    /// <summary>Inputs of a group.</summary>
    public const int GroupSize = 32;

    /// <summary>Floats from a group to the next.</summary>
    public const int GroupStride = TileTokens * GroupSize;

    private readonly NativeBuffer<float> _memory = new();

    public int Columns { get; } = columns;

    public int Groups { get; } = (columns + GroupSize - 1) / GroupSize;

    public int Tokens { get; private set; }

    /// <summary>Makes room for the tokens; their numbers are arbitrary until written.</summary>
    public void Resize(int tokens)
    {
        int tiles = (tokens + TileTokens - 1) / TileTokens;
        _memory.Reserve((long)tiles * Groups * GroupStride);
        Tokens = tokens;
        for (int tile = 0; tile < tiles && Columns % GroupSize != 0; tile++)
            new Span<float>(Group(tile * TileTokens, Groups - 1), GroupStride).Clear(); // not every writer fills it up
    }

    /// <summary>First group of the tile that holds this token, a multiple of 4.</summary>
    public float* Tile(int token) => _memory.Data + ((long)(token / TileTokens) * Groups * GroupStride);

    /// <summary>A token's 32 numbers of a group.</summary>
    public float* Group(int token, int group) =>
        Tile(token) + ((long)group * GroupStride) + (token % TileTokens * GroupSize);

    /// <summary>Writes one group of a token from 32 numbers in their natural order; those beyond <see cref="Columns"/> become zero.</summary>
    public void Write(int token, int group, float* numbers)
    {
        float* target = Group(token, group);
        if (Avx512F.IsSupported && group < Columns / GroupSize)
        {
            WriteWhole(target, Vector512.Load(numbers), Vector512.Load(numbers + 16));
            return;
        }

        int count = Math.Min(GroupSize, Columns - (group * GroupSize));
        for (int i = 0; i < GroupSize; i++)
            target[Place(i)] = i < count ? numbers[i] : 0;
    }

    private void WriteWhole(float* target, Vector512<float> lower, Vector512<float> upper)
    {
        if (!isBFloat16)
        {
            lower.Store(target);
            upper.Store(target + 16);
            return;
        }

        Vector512<int> even = Vector512.CreateSequence(0, 2);
        Avx512F.PermuteVar16x32x2(lower, even, upper).Store(target);
        Avx512F.PermuteVar16x32x2(lower, even + Vector512<int>.One, upper).Store(target + 16);
    }

    /// <summary>Where input i of a group stands in it.</summary>
    public int Place(int i) => isBFloat16 ? ((i & 1) * (GroupSize / 2)) + (i / 2) : i;

    public void Dispose() => _memory.Dispose();
}
