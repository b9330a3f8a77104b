namespace JanusCluster.Model.Runtime;

/// <summary>Memory for keys and values in blocks of equal size, numbered from 0.</summary>
internal interface IBlockMemory
{
    /// <summary>Blocks there are.</summary>
    int Blocks { get; }

    /// <summary>Bytes of one block: keys and values of <see cref="ITransformer.BlockSize"/> positions in all layers.</summary>
    long BlockBytes { get; }

    /// <summary>Copies one block's keys and values to another block.</summary>
    void CopyBlock(int from, int to);

    /// <summary>Copies a block to memory of the host, <see cref="BlockBytes"/> long.</summary>
    void SaveBlock(int block, Span<byte> target);

    /// <summary>Copies a block back from memory of the host.</summary>
    void LoadBlock(int block, ReadOnlySpan<byte> source);
}
