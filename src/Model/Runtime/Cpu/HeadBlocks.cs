namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>One head's keys and values of one row: see <see cref="KvMemory"/>.</summary>
internal readonly unsafe ref struct HeadBlocks(byte* head, int keyBytes, long blockBytes, ReadOnlySpan<int> blocks)
{
    private readonly ReadOnlySpan<int> _blocks = blocks;

    /// <summary>The keys of the row's block i.</summary>
    public byte* Keys(int i) => head + (_blocks[i] * blockBytes);

    /// <summary>Its values.</summary>
    public byte* Values(int i) => head + (_blocks[i] * blockBytes) + keyBytes;
}
