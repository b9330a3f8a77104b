using TorchSharp;

namespace JanusCluster.Model.Runtime;

/// <summary>
/// The transformer and its two heads on one device, over KV memory that it owns: blocks of <see cref="BlockSize"/>
/// positions, allocated once. Whoever calls it decides which row's keys and values lie in which blocks. One thread uses it.
/// </summary>
internal interface ITransformer : IDisposable
{
    /// <summary>Positions of a block.</summary>
    const int BlockSize = 16;

    /// <summary>Blocks there are, numbered from 0.</summary>
    int Blocks { get; }

    /// <summary>Bytes of one block: keys and values of <see cref="BlockSize"/> positions in all layers.</summary>
    long BlockBytes { get; }

    /// <summary>
    /// True when a row's numbers depend on its own tokens alone, bit for bit: not on the other rows, nor on how its
    /// tokens were cut into forwards.
    /// </summary>
    bool IsBatchInvariant { get; }

    /// <summary>
    /// One forward of all spans: each span's tokens take the positions behind <see cref="KvRow.Length"/> of its row, see
    /// everything before them in that row, and their keys and values are written to the row's blocks, which must have room.
    /// Does not change <see cref="KvRow.Length"/>. Rows differ from each other.
    /// </summary>
    void Forward(ReadOnlySpan<RowSpan> spans);

    /// <summary>Logits over image codes at the last token of the spans of the last forward: float32 [n, codes].</summary>
    /// <param name="spans">Indexes into the last forward's spans.</param>
    /// <returns>Valid, and the caller's to change, until the next call; not to be disposed.</returns>
    torch.Tensor CodeLogits(ReadOnlySpan<int> spans);

    /// <summary>Logits over text tokens at the last token of the spans of the last forward: float32 [n, vocabulary].</summary>
    /// <inheritdoc cref="CodeLogits"/>
    torch.Tensor TextLogits(ReadOnlySpan<int> spans);

    /// <summary>Copies one block's keys and values to another block.</summary>
    void CopyBlock(int from, int to);

    /// <summary>Copies a block to memory of the host, <see cref="BlockBytes"/> long.</summary>
    void SaveBlock(int block, Span<byte> target);

    /// <summary>Copies a block back from memory of the host.</summary>
    void LoadBlock(int block, ReadOnlySpan<byte> source);
}
