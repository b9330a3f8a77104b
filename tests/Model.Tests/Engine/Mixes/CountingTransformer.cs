using JanusCluster.Model.Runtime;
using TorchSharp;

namespace JanusCluster.Model.Tests.Engine.Mixes;

/// <summary>A transformer, with a count of what goes through it.</summary>
internal sealed class CountingTransformer(ITransformer inner) : ITransformer
{
    /// <summary>Tokens of all forwards, of all rows.</summary>
    public int Tokens { get; private set; }

    /// <summary>Forwards that began.</summary>
    public int Forwards { get; private set; }

    /// <summary>Forwards that ended in an exception.</summary>
    public int Failures { get; private set; }

    public bool IsBatchInvariant => inner.IsBatchInvariant;

    public int Blocks => inner.Blocks;

    public long BlockBytes => inner.BlockBytes;

    public void Forward(ReadOnlySpan<RowSpan> spans)
    {
        Forwards++;
        foreach (RowSpan span in spans)
            Tokens += span.Tokens.Length;
        try
        {
            inner.Forward(spans);
        }
        catch
        {
            Failures++;
            throw;
        }
    }

    public torch.Tensor CodeLogits(ReadOnlySpan<int> spans) => inner.CodeLogits(spans);

    public torch.Tensor TextLogits(ReadOnlySpan<int> spans) => inner.TextLogits(spans);

    public void CopyBlock(int from, int to) => inner.CopyBlock(from, to);

    public void SaveBlock(int block, Span<byte> target) => inner.SaveBlock(block, target);

    public void LoadBlock(int block, ReadOnlySpan<byte> source) => inner.LoadBlock(block, source);

    public void Dispose() => inner.Dispose();
}
