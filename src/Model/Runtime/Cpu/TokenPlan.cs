namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>One forward's tokens, one after the other, with the rows and positions that they belong to.</summary>
internal sealed class TokenPlan
{
    private RowSpan[] _spans = [];
    private int[] _firsts = [];
    private int[] _rows = [];
    private int[] _positions = [];

    public int Spans { get; private set; }

    public int Tokens { get; private set; }

    /// <exception cref="ArgumentException">A row has too few blocks, or a span no tokens.</exception>
    public void Set(ReadOnlySpan<RowSpan> spans, int maxPositions)
    {
        int tokens = 0;
        foreach (RowSpan span in spans)
        {
            int end = span.Row.Length + span.Tokens.Length;
            if (span.Tokens.Length == 0 || end > maxPositions || span.Row.BlockCount < KvRow.BlocksFor(end))
                throw new ArgumentException($"A span of {span.Tokens.Length} tokens to position {end} has {span.Row.BlockCount} blocks.", nameof(spans));
            tokens += span.Tokens.Length;
        }

        (Spans, Tokens) = (spans.Length, tokens);
        Grow(spans.Length, tokens);
        spans.CopyTo(_spans);
        int first = 0;
        for (int i = 0; i < spans.Length; i++)
        {
            _firsts[i] = first;
            for (int t = 0; t < spans[i].Tokens.Length; t++)
                (_rows[first + t], _positions[first + t]) = (i, spans[i].Row.Length + t);
            first += spans[i].Tokens.Length;
        }
    }

    private void Grow(int spans, int tokens)
    {
        if (_spans.Length < spans)
            (_spans, _firsts) = (new RowSpan[spans], new int[spans]);
        if (_rows.Length < tokens)
            (_rows, _positions) = (new int[tokens], new int[tokens]);
    }

    public ref readonly RowSpan Span(int span) => ref _spans[span];

    /// <summary>A span's first token.</summary>
    public int First(int span) => _firsts[span];

    public int Last(int span) => _firsts[span] + _spans[span].Tokens.Length - 1;

    public int SpanOf(int token) => _rows[token];

    public int Position(int token) => _positions[token];

    public ReadOnlySpan<int> Blocks(int token) => _spans[_rows[token]].Row.Blocks;
}
