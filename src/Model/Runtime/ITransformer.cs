using TorchSharp;

namespace JanusCluster.Model.Runtime;

/// <summary>
/// The transformer and its two heads on one device, over KV memory that it owns, allocated once. Whoever calls it decides
/// which row's keys and values lie in which blocks. One thread uses it.
/// </summary>
internal interface ITransformer : IBlockMemory, IDisposable
{
    /// <summary>Positions of a block.</summary>
    const int BlockSize = 16;

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

    /// <summary>Logits over image codes at the last token of spans of the last forward: float32 [n, codes].</summary>
    /// <param name="spans">Indexes into the last forward's spans.</param>
    /// <returns>Valid, and the caller's to change, until the next call; not to be disposed.</returns>
    torch.Tensor CodeLogits(ReadOnlySpan<int> spans);

    /// <summary>Logits over text tokens at the last token of spans of the last forward: float32 [n, vocabulary].</summary>
    /// <inheritdoc cref="CodeLogits"/>
    torch.Tensor TextLogits(ReadOnlySpan<int> spans);
}
