using System.Runtime.InteropServices;
using JanusCluster.Model.Runtime;

namespace JanusCluster.Model.Tests.Engine.Scheduling;

/// <summary>
/// KV memory that keeps one number for each position: a digest of all tokens up to there. Whoever reads it can tell whether
/// it is what belongs there.
/// </summary>
internal sealed class HistoryMemory(int blocks) : IBlockMemory
{
    private readonly long[] _digests = new long[blocks * ITransformer.BlockSize];

    public int Blocks => blocks;

    public long BlockBytes => ITransformer.BlockSize * sizeof(long);

    /// <summary>Blocks copied, saved and loaded so far.</summary>
    public (int Copied, int Saved, int Loaded) Moves { get; private set; }

    public void CopyBlock(int from, int to)
    {
        Block(from).CopyTo(Block(to));
        Moves = Moves with { Copied = Moves.Copied + 1 };
    }

    public void SaveBlock(int block, Span<byte> target)
    {
        MemoryMarshal.AsBytes(Block(block)).CopyTo(target);
        Moves = Moves with { Saved = Moves.Saved + 1 };
    }

    public void LoadBlock(int block, ReadOnlySpan<byte> source)
    {
        source.CopyTo(MemoryMarshal.AsBytes(Block(block)));
        Moves = Moves with { Loaded = Moves.Loaded + 1 };
    }

    /// <summary>What is held for one position of a row.</summary>
    public ref long At(KvRow row, int position) =>
        ref Block(row.Blocks[position / ITransformer.BlockSize])[position % ITransformer.BlockSize];

    public Span<long> Block(int block) => _digests.AsSpan(block * ITransformer.BlockSize, ITransformer.BlockSize);
}
