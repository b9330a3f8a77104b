using JanusCluster.Model.Runtime;

namespace JanusCluster.Model.Engine;

/// <summary>
/// Rows that go through the transformer in step: their tokens as far as they are known, and how many of these have keys and
/// values yet. What is known and not computed is to be fed: many tokens in a prefill, one in a decode step.
/// </summary>
internal sealed class TokenRows
{
    private readonly InputToken[][] _tokens;

    /// <param name="rows">One prompt a row, of equal lengths.</param>
    /// <param name="capacity">Most tokens that a row will ever have.</param>
    public TokenRows(IReadOnlyList<InputToken[]> rows, int capacity)
    {
        Capacity = capacity;
        Known = PromptLength = rows[0].Length;
        _tokens = [.. rows.Select(row => Grow(row, capacity))];
        Kv = [.. rows.Select(_ => new KvRow())];
    }

    /// <summary>Where each row's keys and values lie. All have the same length.</summary>
    public IReadOnlyList<KvRow> Kv { get; }

    public int Capacity { get; }

    /// <summary>Tokens of a row that were given; those behind them were drawn.</summary>
    public int PromptLength { get; }

    /// <summary>Tokens of a row that are known.</summary>
    public int Known { get; private set; }

    /// <summary>Tokens of a row that have keys and values.</summary>
    public int Computed => Kv[0].Length;

    public int Remaining => Known - Computed;

    public ReadOnlySpan<InputToken> Row(int row) => _tokens[row].AsSpan(0, Known);

    /// <summary>The next tokens of a row that have no keys and values yet.</summary>
    public ReadOnlyMemory<InputToken> Next(int row, int count) => _tokens[row].AsMemory(Computed, count);

    /// <summary>The same token behind every row.</summary>
    public void Append(InputToken token)
    {
        foreach (InputToken[] row in _tokens)
            row[Known] = token;
        Known++;
    }

    public void Advance(int count)
    {
        foreach (KvRow row in Kv)
            row.Length += count;
    }

    private static InputToken[] Grow(InputToken[] row, int capacity)
    {
        var grown = new InputToken[capacity];
        row.CopyTo(grown, 0);
        return grown;
    }
}
