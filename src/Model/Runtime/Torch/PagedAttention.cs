using JanusCluster.Model.Configuration;
using JanusCluster.Model.Language;
using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Runtime.Torch;

/// <summary>Keys and values in blocks, and attention over them with libtorch's operations.</summary>
/// <remarks>
/// libtorch has no attention over block tables, so each row's keys and values are gathered first. Rows that feed one token
/// are gathered together, padded to the longest; rows in prefill go one by one.
/// </remarks>
internal sealed class PagedAttention : IKeyValueCache, IDisposable
{
    private readonly torch.Tensor[] _keys; // of each layer: [blocks · BlockSize, kvHeads, headDim]
    private readonly torch.Tensor[] _values;
    private readonly torch.Device _device;
    private readonly bool _isTogether;
    private readonly List<Prefill> _prefills = [];
    private torch.Tensor? _targets; // where the new keys go
    private torch.Tensor? _decodeTokens; // the tokens of rows that feed one
    private torch.Tensor? _decodeSources; // [rows · longest], where their keys and values are
    private torch.Tensor? _decodeMask; // [rows, 1, 1, longest]

    /// <param name="isTogether">True to gather rows that feed one token together; false lets every row attend alone.</param>
    public PagedAttention(LanguageConfig language, int blocks, Allocation at, bool isTogether)
    {
        _device = at.Device;
        _isTogether = isTogether;
        long[] shape = [(long)blocks * ITransformer.BlockSize, language.KeyValueHeads, language.HeadDim];
        _keys = [.. Enumerable.Range(0, language.Layers).Select(_ => at.Empty(shape).DetachFromDisposeScope())];
        _values = [.. Enumerable.Range(0, language.Layers).Select(_ => at.Empty(shape).DetachFromDisposeScope())];
    }

    /// <summary>Lays out one forward. What it makes lives as long as the caller's dispose scope.</summary>
    public void Begin(ReadOnlySpan<RowSpan> spans)
    {
        var targets = new List<long>();
        var decodeTokens = new List<long>();
        var decodeRows = new List<KvRow>();
        _prefills.Clear();
        foreach (RowSpan span in spans)
        {
            int first = targets.Count, end = span.Row.Length + span.Tokens.Length;
            for (int position = span.Row.Length; position < end; position++)
                targets.Add(Slot(span.Row, position));
            if (_isTogether && span.Tokens.Length == 1)
            {
                decodeTokens.Add(first);
                decodeRows.Add(span.Row);
            }
            else
            {
                long[] sources = [.. Enumerable.Range(0, end).Select(position => Slot(span.Row, position))];
                _prefills.Add(new Prefill(first, span.Tokens.Length, torch.tensor(sources, device: _device)));
            }
        }

        _targets = torch.tensor(targets.ToArray(), device: _device);
        _decodeTokens = decodeTokens.Count == 0 ? null : torch.tensor(decodeTokens.ToArray(), device: _device);
        if (_decodeTokens is not null)
            LayOut(decodeRows);
    }

    /// <inheritdoc/>
    public torch.Tensor Attend(int layer, torch.Tensor queries, torch.Tensor keys, torch.Tensor values, torch.Tensor? mask)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        long fed = _targets!.shape[0]; // padding behind it is not kept
        _keys[layer].index_copy_(0, _targets, keys.select(0, 0).narrow(1, 0, fed).transpose(0, 1));
        _values[layer].index_copy_(0, _targets, values.select(0, 0).narrow(1, 0, fed).transpose(0, 1));

        torch.Tensor attended = torch.zeros_like(queries); // [1, heads, tokens, headDim]
        if (_decodeTokens is { } tokens)
        {
            long rows = tokens.shape[0];
            torch.Tensor one = queries.index_select(2, tokens).permute(2, 1, 0, 3); // [rows, heads, 1, headDim]
            torch.Tensor result = GroupedAttention.Attend(
                one, Gather(_keys[layer], _decodeSources!, rows), Gather(_values[layer], _decodeSources!, rows), _decodeMask);
            attended.index_copy_(2, tokens, result.permute(2, 1, 0, 3));
        }

        foreach (Prefill prefill in _prefills)
        {
            torch.Tensor result = GroupedAttention.Attend(
                queries.narrow(2, prefill.First, prefill.Count),
                Gather(_keys[layer], prefill.Sources, 1), Gather(_values[layer], prefill.Sources, 1), mask: null);
            attended.narrow(2, prefill.First, prefill.Count).copy_(result);
        }

        return attended.MoveToOuterDisposeScope();
    }

    public void CopyBlock(int from, int to)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        foreach (torch.Tensor tensor in _keys.Concat(_values))
            Block(tensor, to).copy_(Block(tensor, from));
    }

    public void SaveBlock(int block, Span<byte> target)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        foreach (torch.Tensor tensor in _keys.Concat(_values))
        {
            Span<byte> bytes = Block(tensor, block).cpu().contiguous().bytes;
            bytes.CopyTo(target);
            target = target[bytes.Length..];
        }
    }

    public void LoadBlock(int block, ReadOnlySpan<byte> source)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        foreach (torch.Tensor tensor in _keys.Concat(_values))
        {
            torch.Tensor place = Block(tensor, block), host = torch.empty_like(place, device: torch.CPU);
            Span<byte> bytes = host.bytes;
            source[..bytes.Length].CopyTo(bytes);
            place.copy_(host);
            source = source[bytes.Length..];
        }
    }

    public void Dispose()
    {
        foreach (torch.Tensor tensor in _keys.Concat(_values))
            tensor.Dispose();
    }

    private static long Slot(KvRow row, int position) =>
        ((long)row.Blocks[position / ITransformer.BlockSize] * ITransformer.BlockSize) + (position % ITransformer.BlockSize);

    private static torch.Tensor Block(torch.Tensor tensor, int block) =>
        tensor.narrow(0, (long)block * ITransformer.BlockSize, ITransformer.BlockSize);

    /// <summary>[rows, kvHeads, positions, headDim].</summary>
    private static torch.Tensor Gather(torch.Tensor tensor, torch.Tensor sources, long rows) =>
        tensor.index_select(0, sources).view(rows, -1, tensor.shape[1], tensor.shape[2]).transpose(1, 2);

    private void LayOut(List<KvRow> rows)
    {
        int longest = rows.Max(row => row.Length) + 1;
        long[] sources = new long[rows.Count * longest];
        bool[] seen = new bool[sources.Length];
        for (int row = 0; row < rows.Count; row++)
        {
            // Padding reads the row's own first position: memory never written may hold NaN, which a mask does not silence.
            for (int position = 0; position < longest; position++)
            {
                bool held = position <= rows[row].Length;
                sources[(row * longest) + position] = Slot(rows[row], held ? position : 0);
                seen[(row * longest) + position] = held;
            }
        }

        _decodeSources = torch.tensor(sources, device: _device);
        _decodeMask = rows.TrueForAll(row => row.Length + 1 == longest)
            ? null
            : torch.tensor(seen, [rows.Count, 1, 1, longest], device: _device);
    }

    private readonly record struct Prefill(long First, long Count, torch.Tensor Sources);
}
