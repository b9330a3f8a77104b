namespace JanusCluster.Model.Runtime;

/// <summary>Where one row's keys and values lie: position p is in block <c>Blocks[p / BlockSize]</c>, at <c>p % BlockSize</c>.</summary>
internal sealed class KvRow
{
    private int[] _blocks = [];

    /// <summary>Positions held.</summary>
    public int Length { get; set; }

    public int BlockCount { get; private set; }

    public ReadOnlySpan<int> Blocks => _blocks.AsSpan(0, BlockCount);

    /// <summary>Blocks that hold this many positions.</summary>
    public static int BlocksFor(int positions) => (positions + ITransformer.BlockSize - 1) / ITransformer.BlockSize;

    public void Add(int block)
    {
        if (BlockCount == _blocks.Length)
            Array.Resize(ref _blocks, Math.Max(8, 2 * _blocks.Length));
        _blocks[BlockCount++] = block;
    }

    /// <summary>Forgets the last block and returns it.</summary>
    public int RemoveLast() => _blocks[--BlockCount];

    /// <summary>Forgets all blocks; who owned them is the caller's matter.</summary>
    public void Clear() => (Length, BlockCount) = (0, 0);
}
