using System.Text;

namespace JanusCluster.Model.Tokenization;

/// <summary>Byte-pair merges of one piece in time n log n. Thread-safe.</summary>
/// <remarks>
/// For pieces that are long only in hostile text (a million letters without a space): there the library's merges take
/// time n², more than a minute for a megabyte.
/// </remarks>
internal sealed class LongPieceMerger
{
    private const int None = -1;

    private readonly Dictionary<(int Left, int Right), (int Rank, int Id)> _merges = [];
    private readonly int[] _byteIds = new int[256];

    /// <exception cref="KeyNotFoundException">A merge names a token that the vocabulary lacks.</exception>
    public LongPieceMerger(TokenizerDefinition definition)
    {
        for (var value = 0; value < 256; value++)
            _byteIds[value] = definition.Vocabulary.GetValueOrDefault(ByteAlphabet.Encode((byte)value).ToString(), None);
        foreach (var merge in definition.Merges)
        {
            var space = merge.IndexOf(' ', StringComparison.Ordinal);
            var (left, right) = (merge[..space], merge[(space + 1)..]);
            _merges.TryAdd((definition.Vocabulary[left], definition.Vocabulary[right]), (_merges.Count, definition.Vocabulary[left + right]));
        }
    }

    /// <summary>Appends the ids of <paramref name="piece"/> to <paramref name="output"/>; bytes without a token are left out.</summary>
    public void Encode(ReadOnlySpan<char> piece, List<int> output)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(piece.Length)];
        var ids = new List<int>();
        foreach (var value in bytes.AsSpan(0, Encoding.UTF8.GetBytes(piece, bytes)))
            if (_byteIds[value] != None)
                ids.Add(_byteIds[value]);
        Merge([.. ids], output);
    }

    /// <param name="ids">One symbol each; a symbol merged into the one before becomes <see cref="None"/>.</param>
    private void Merge(int[] ids, List<int> output)
    {
        var previous = new int[ids.Length];
        var next = new int[ids.Length];
        // Priority: rank, then position, in one number.
        var queue = new PriorityQueue<(int At, int Left, int Right), long>();
        for (var at = 0; at < ids.Length; at++)
        {
            previous[at] = at - 1;
            next[at] = at + 1 < ids.Length ? at + 1 : None;
        }
        for (var at = 0; at < ids.Length; at++)
            Enqueue(at);
        while (queue.TryDequeue(out var pair, out _))
        {
            var (at, left, right) = pair;
            var second = next[at];
            // An entry is stale once either of its symbols took part in another merge.
            if (ids[at] != left || second == None || ids[second] != right)
                continue;
            ids[at] = _merges[(left, right)].Id;
            ids[second] = None;
            next[at] = next[second];
            if (next[at] != None)
                previous[next[at]] = at;
            Enqueue(at);
            Enqueue(previous[at]);
        }
        output.AddRange(ids.Where(id => id != None));

        void Enqueue(int at)
        {
            if (at != None && next[at] != None && _merges.TryGetValue((ids[at], ids[next[at]]), out var merge))
                queue.Enqueue((at, ids[at], ids[next[at]]), ((long)merge.Rank << 32) | (uint)at);
        }
    }
}
