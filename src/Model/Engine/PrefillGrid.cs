using JanusCluster.Model.Runtime;

namespace JanusCluster.Model.Engine;

/// <summary>Where a row's tokens may be cut into forwards.</summary>
/// <remarks>
/// Anywhere, where the transformer is batch invariant or small differences do not matter. Else every row must be cut alike
/// whatever runs beside it: the prompt at multiples of a fixed number, and one token at a time behind it, also when an image
/// or answer is taken up again: then forwards of equal shape compute equal bits.
/// </remarks>
internal sealed class PrefillGrid(bool isFixed)
{
    private const int FixedSize = 4 * ITransformer.BlockSize;

    /// <summary>Tokens that a step must have room for so that any prefill moves on.</summary>
    public int Size => isFixed ? FixedSize : ITransformer.BlockSize;

    /// <summary>True when the rows take one token a step.</summary>
    public bool IsDecoding(TokenRows rows) => rows.Remaining == 1 || (isFixed && rows.Computed >= rows.PromptLength);

    /// <summary>Tokens to feed next.</summary>
    /// <param name="room">Most tokens of a row.</param>
    public int Next(TokenRows rows, int room)
    {
        if (!isFixed)
            return Math.Min(rows.Remaining, room);
        int cut = Math.Min(FixedSize - (rows.Computed % FixedSize), rows.PromptLength - rows.Computed);
        return cut <= room ? cut : 0;
    }

    /// <summary>Of a context's first tokens, the ones whose keys and values another context may share.</summary>
    public int Shareable(int tokens)
    {
        int size = isFixed ? FixedSize : ITransformer.BlockSize;
        return tokens / size * size;
    }

    /// <summary>Of a row's computed tokens, the ones whose keys and values may be stored.</summary>
    public int Storable(TokenRows rows) =>
        Shareable(isFixed ? Math.Min(rows.Computed, rows.PromptLength) : rows.Computed);
}
