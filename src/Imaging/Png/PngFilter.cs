namespace JanusCluster.Imaging.Png;

/// <summary>PNG's row filters: each row is predicted from the pixel to the left and the row above, and the differences deflate better.</summary>
/// <remarks>The choice is the PNG specification's: the filter with the least sum of absolute differences. Ties go to the lower number.</remarks>
internal sealed class PngFilter(int rowBytes)
{
    private const int PixelBytes = 3;
    private const int Kinds = 5;

    private readonly byte[][] _candidates = [.. Enumerable.Range(0, Kinds).Select(_ => new byte[rowBytes])];

    /// <summary>The best filtered form of <paramref name="row"/>, valid until the next call, and the filter's number.</summary>
    /// <param name="above">The row above, zeros for the first.</param>
    public (byte Kind, ReadOnlyMemory<byte> Filtered) Choose(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above)
    {
        Span<long> costs = stackalloc long[Kinds];
        for (var i = 0; i < rowBytes; i++)
        {
            var value = row[i];
            int up = above[i];
            var left = i < PixelBytes ? 0 : row[i - PixelBytes];
            var upLeft = i < PixelBytes ? 0 : above[i - PixelBytes];
            costs[0] += Put(0, i, value);
            costs[1] += Put(1, i, value - left);
            costs[2] += Put(2, i, value - up);
            costs[3] += Put(3, i, value - (left + up) / 2);
            costs[4] += Put(4, i, value - Paeth(left, up, upLeft));
        }
        var best = 0;
        for (var kind = 1; kind < Kinds; kind++)
            best = costs[kind] < costs[best] ? kind : best;
        return ((byte)best, _candidates[best]);
    }

    private int Put(int kind, int at, int difference)
    {
        var filtered = (byte)difference;
        _candidates[kind][at] = filtered;
        return Math.Abs((int)(sbyte)filtered);
    }

    private static int Paeth(int left, int up, int upLeft)
    {
        var guess = left + up - upLeft;
        var (toLeft, toUp, toUpLeft) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - upLeft));
        if (toLeft <= toUp && toLeft <= toUpLeft)
            return left;
        return toUp <= toUpLeft ? up : upLeft;
    }
}
