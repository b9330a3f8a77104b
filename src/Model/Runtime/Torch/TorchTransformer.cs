using System.Runtime.InteropServices;
using JanusCluster.Model.Configuration;
using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Runtime.Torch;

/// <summary>The transformer in libtorch, for GPUs and for dtypes that the CPU's own kernels do not know.</summary>
/// <remarks>
/// libtorch's products choose their order of summation by shape, so a row's numbers change a little with the rows beside it.
/// With a fixed number of rows all shapes are the same whatever runs: single tokens are padded to that many rows, longer
/// spans are computed one by one, and every row attends alone.
/// </remarks>
internal sealed class TorchTransformer : ITransformer
{
    private readonly JanusModel _model;
    private readonly PagedAttention _attention;
    private readonly int? _fixedRows;
    private torch.Tensor? _hidden; // [spans, hidden], of each span's last token
    private torch.Tensor? _logits;

    /// <param name="fixedRows">Rows that every forward of single tokens is padded to; null to compute all spans together.</param>
    public TorchTransformer(JanusModel model, int blocks, int? fixedRows = null)
    {
        _model = model;
        _fixedRows = fixedRows;
        LanguageConfig language = model.Config.Language;
        Blocks = blocks;
        BlockBytes = Transformers.BlockBytes(model);
        _attention = new PagedAttention(language, blocks, model.Allocation, isTogether: fixedRows is null);
    }

    public int Blocks { get; }

    public long BlockBytes { get; }

    public bool IsBatchInvariant => false;

    public void Forward(ReadOnlySpan<RowSpan> spans)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor hidden = _fixedRows is { } rows ? ComputeApart(spans, rows) : Compute(spans, padding: 0);
        _hidden?.Dispose();
        _hidden = hidden.DetachFromDisposeScope();
    }

    /// <summary>Hidden states of each span's last token: [spans, hidden].</summary>
    /// <param name="padding">Rows of nothing behind the last token.</param>
    private torch.Tensor Compute(ReadOnlySpan<RowSpan> spans, int padding)
    {
        Allocation at = _model.Allocation;
        long[] positions = new long[Count(spans) + padding], last = new long[spans.Length];
        int token = 0;
        for (int i = 0; i < spans.Length; i++)
        {
            for (int j = 0; j < spans[i].Tokens.Length; j++)
                positions[token++] = spans[i].Row.Length + j;
            last[i] = token - 1;
        }

        _attention.Begin(spans);
        torch.Tensor hidden = _model.Forward(
            Embed(spans, padding), _attention, torch.tensor(positions, [1, positions.Length], device: at.Device));
        return hidden.select(0, 0).index_select(0, torch.tensor(last, device: at.Device));
    }

    private torch.Tensor ComputeApart(ReadOnlySpan<RowSpan> spans, int rows)
    {
        torch.Tensor hidden = torch.empty(
            [spans.Length, _model.Config.Language.HiddenSize], _model.Allocation.Type, _model.Allocation.Device);
        var singles = new List<RowSpan>();
        var places = new List<long>();
        for (int i = 0; i < spans.Length; i++)
        {
            if (spans[i].Tokens.Length == 1)
            {
                singles.Add(spans[i]);
                places.Add(i);
            }
            else
            {
                hidden.narrow(0, i, 1).copy_(Compute(spans.Slice(i, 1), padding: 0));
            }
        }

        for (int first = 0; first < singles.Count; first += rows)
        {
            int count = Math.Min(rows, singles.Count - first);
            torch.Tensor computed = Compute(CollectionsMarshal.AsSpan(singles).Slice(first, count), rows - count);
            hidden.index_copy_(0, torch.tensor(places.GetRange(first, count).ToArray(), device: hidden.device), computed);
        }

        return hidden;
    }

    public torch.Tensor CodeLogits(ReadOnlySpan<int> spans) => Logits(spans, _model.ImageLogits);

    public torch.Tensor TextLogits(ReadOnlySpan<int> spans) => Logits(spans, _model.TextLogits);

    public void CopyBlock(int from, int to) => _attention.CopyBlock(from, to);

    public void SaveBlock(int block, Span<byte> target) => _attention.SaveBlock(block, target);

    public void LoadBlock(int block, ReadOnlySpan<byte> source) => _attention.LoadBlock(block, source);

    public void Dispose()
    {
        _hidden?.Dispose();
        _logits?.Dispose();
        _attention.Dispose();
    }

    private static int Count(ReadOnlySpan<RowSpan> spans)
    {
        int count = 0;
        foreach (RowSpan span in spans)
            count += span.Tokens.Length;
        return count;
    }

    private torch.Tensor Logits(ReadOnlySpan<int> spans, Func<torch.Tensor, torch.Tensor> head)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        long[] rows = new long[Math.Max(spans.Length, _fixedRows ?? 0)]; // what is padded repeats the first span
        for (int i = 0; i < spans.Length; i++)
            rows[i] = spans[i];
        torch.Tensor logits = head(_hidden!.index_select(0, torch.tensor(rows, device: _model.Allocation.Device)));
        _logits?.Dispose();
        return _logits = logits.narrow(0, 0, spans.Length).to(torch.ScalarType.Float32).DetachFromDisposeScope();
    }

    /// <summary>[1, tokens and padding, hidden]: runs of one kind of token are looked up together.</summary>
    private torch.Tensor Embed(ReadOnlySpan<RowSpan> spans, int padding)
    {
        var parts = new List<torch.Tensor>();
        var ids = new List<long>();
        foreach (RowSpan span in spans)
        {
            ReadOnlySpan<InputToken> row = span.Tokens.Span;
            for (int i = 0; i < row.Length; i++)
            {
                ids.Add(Math.Max(0, row[i].Id));
                if (i + 1 < row.Length && row[i + 1].Kind == row[i].Kind)
                    continue;
                parts.Add(Lookup(row[i].Kind, [.. ids], span.Features));
                ids.Clear();
            }
        }

        if (padding > 0)
            parts.Add(torch.zeros([padding, _model.Config.Language.HiddenSize], _model.Allocation.Type, _model.Allocation.Device));
        return torch.cat(parts, 0).unsqueeze(0);
    }

    private torch.Tensor Lookup(TokenKind kind, long[] ids, torch.Tensor? features)
    {
        torch.Tensor index = torch.tensor(ids, device: _model.Allocation.Device);
        return kind switch
        {
            TokenKind.Text => _model.EmbedText(index),
            TokenKind.Code => _model.EmbedImageCodes(index),
            _ => features!.index_select(0, index),
        };
    }
}
