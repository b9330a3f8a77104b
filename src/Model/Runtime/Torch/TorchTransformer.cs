using JanusCluster.Model.Configuration;
using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Runtime.Torch;

/// <summary>The transformer in libtorch, for GPUs and for dtypes that the CPU's own kernels do not know.</summary>
internal sealed class TorchTransformer : ITransformer
{
    private readonly JanusModel _model;
    private readonly PagedAttention _attention;
    private torch.Tensor? _hidden; // [spans, hidden], of each span's last token
    private torch.Tensor? _logits;

    public TorchTransformer(JanusModel model, int blocks)
    {
        _model = model;
        LanguageConfig language = model.Config.Language;
        Blocks = blocks;
        BlockBytes = Transformers.BlockBytes(model);
        _attention = new PagedAttention(language, blocks, model.Allocation);
    }

    public int Blocks { get; }

    public long BlockBytes { get; }

    public bool IsBatchInvariant => false;

    public void Forward(ReadOnlySpan<RowSpan> spans)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Allocation at = _model.Allocation;
        long[] positions = new long[Count(spans)], last = new long[spans.Length];
        int token = 0;
        for (int i = 0; i < spans.Length; i++)
        {
            for (int j = 0; j < spans[i].Tokens.Length; j++)
                positions[token++] = spans[i].Row.Length + j;
            last[i] = token - 1;
        }

        _attention.Begin(spans);
        torch.Tensor hidden = _model.Forward(
            Embed(spans, positions.Length), _attention, torch.tensor(positions, [1, positions.Length], device: at.Device));
        _hidden?.Dispose();
        _hidden = hidden.select(0, 0).index_select(0, torch.tensor(last, device: at.Device)).DetachFromDisposeScope();
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
        long[] rows = new long[spans.Length];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = spans[i];
        torch.Tensor logits = head(_hidden!.index_select(0, torch.tensor(rows, device: _model.Allocation.Device)));
        _logits?.Dispose();
        return _logits = logits.to(torch.ScalarType.Float32).DetachFromDisposeScope();
    }

    /// <summary>[1, tokens, hidden]: runs of one kind of token are looked up together.</summary>
    private torch.Tensor Embed(ReadOnlySpan<RowSpan> spans, int tokens)
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

        return torch.cat(parts, 0).view(1, tokens, -1);
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
