using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>
/// Tokens times some of a weight's rows. The number for one token and one row comes from one order of operations, whatever
/// the other tokens and rows are: see <see cref="ILinearTiles"/>.
/// </summary>
internal sealed unsafe class LinearKernel : IDisposable
{
    private const int LineBytes = 64;
    private const int MostRows = 8;

    /// <summary>Per thread: rows whose groups are not all whole, or that are too few for a tile, filled up with zeros.</summary>
    private readonly NativeBuffer<byte>[] _padded;

    /// <param name="threads">That call <see cref="Multiply"/> at one time.</param>
    public LinearKernel(int threads) => _padded = [.. Enumerable.Range(0, threads).Select(_ => new NativeBuffer<byte>())];

    /// <summary>Writes (or adds) x · weightᵀ for the weight's rows from <paramref name="row"/> on, to one column per row.</summary>
    /// <param name="x">All its tokens; as many columns as the weight.</param>
    /// <param name="target">The first token's number for the first row.</param>
    /// <param name="stride">From a token to the next in the target.</param>
    public void Multiply(
        in WeightMatrix weight, int row, int count, TokenPanel x, float* target, nint stride, bool add, int thread)
    {
        if (x.Layout == PanelLayout.Pairs)
            Multiply<DotTiles>(weight, row, count, x, target, stride, add, thread);
        else if (x.Layout == PanelLayout.Halves)
            Multiply<FusedTiles<BFloat16Format>>(weight, row, count, x, target, stride, add, thread);
        else
            Multiply<FusedTiles<Float32Format>>(weight, row, count, x, target, stride, add, thread);
    }

    private void Multiply<TTiles>(
        in WeightMatrix weight, int row, int count, TokenPanel x, float* target, nint stride, bool add, int thread)
        where TTiles : struct, ILinearTiles
    {
        int step = x.Tokens <= 2 ? MostRows : TokenPanel.TileTokens;
        for (int done = 0; done < count; done += step)
        {
            int rows = Math.Min(step, count - done);
            byte* weights = weight.Data + ((row + done) * weight.RowBytes);
            nint rowBytes = weight.RowBytes;
            byte* ahead = row + done + rows + step <= weight.Rows ? weights + (rows * rowBytes) : null;
            if (rows < step || weight.Columns % TokenPanel.GroupSize != 0)
            {
                nint padded = (nint)x.Groups * TTiles.GroupBytes;
                weights = Pad(weights, rows, rowBytes, step, padded, thread);
                rowBytes = padded;
                ahead = null;
            }

            MultiplyRows<TTiles>(weights, rows, rowBytes, ahead, x, target + done, stride, add);
        }
    }

    private static void MultiplyRows<TTiles>(
        byte* weights, int rows, nint rowBytes, byte* ahead, TokenPanel x, float* target, nint stride, bool add)
        where TTiles : struct, ILinearTiles
    {
        float* sums = stackalloc float[2 * MostRows];
        if (x.Tokens <= 2)
        {
            int all = ahead is null ? 0 : MostRows * TTiles.GroupBytes / LineBytes;
            if (x.Tokens == 1)
                TTiles.Tile1x8(weights, rowBytes, x.Tile(0), x.Groups, ahead, all, sums);
            else
                TTiles.Tile2x8(weights, rowBytes, x.Tile(0), x.Groups, ahead, all, sums);
            Store(sums, MostRows, x.Tokens, rows, target, stride, add);
            return;
        }

        // What comes next is fetched bit by bit, so that memory is busy during all tiles and not only during the first.
        int tiles = (x.Tokens + TokenPanel.TileTokens - 1) / TokenPanel.TileTokens;
        int lines = ((TokenPanel.TileTokens * TTiles.GroupBytes / LineBytes) + tiles - 1) / tiles;
        nint fetched = 0, wanted = ahead is null ? 0 : TokenPanel.TileTokens * rowBytes;
        for (int token = 0; token < x.Tokens; token += TokenPanel.TileTokens)
        {
            TTiles.Tile4x4(
                weights, rowBytes, x.Tile(token), x.Groups, ahead + fetched, fetched < wanted ? lines : 0, sums);
            fetched += (nint)x.Groups * lines * LineBytes;
            Store(sums, TokenPanel.TileTokens, Math.Min(TokenPanel.TileTokens, x.Tokens - token), rows, target + (token * stride), stride, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* sums, int width, int tokens, int rows, float* target, nint stride, bool add)
    {
        for (int token = 0; token < tokens; token++, sums += width, target += stride)
        {
            int row = 0;
            for (; row + Vector128<float>.Count <= rows; row += Vector128<float>.Count)
            {
                Vector128<float> sum = Vector128.Load(sums + row);
                (add ? Vector128.Load(target + row) + sum : sum).Store(target + row);
            }

            for (; row < rows; row++)
                target[row] = add ? target[row] + sums[row] : sums[row];
        }
    }

    private byte* Pad(byte* weights, int rows, nint rowBytes, int step, nint paddedBytes, int thread)
    {
        byte* padded = _padded[thread].Reserve(MostRows * paddedBytes);
        new Span<byte>(padded, checked((int)(step * paddedBytes))).Clear();
        for (int row = 0; row < rows; row++)
            Buffer.MemoryCopy(weights + (row * rowBytes), padded + (row * paddedBytes), rowBytes, rowBytes);
        return padded;
    }

    public void Dispose()
    {
        foreach (NativeBuffer<byte> buffer in _padded)
            buffer.Dispose();
    }
}
