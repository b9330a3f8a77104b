using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>Tiles of weights in any format and float32 activations, by fused multiply-adds.</summary>
/// <remarks>
/// Written out because the accumulators must be locals to stay in registers. While it computes it fetches what comes next
/// (<c>ahead</c>, so many cache lines per group): the processor's own prefetching stops at every page.
/// </remarks>
internal readonly unsafe struct FusedTiles<TFormat> : ILinearTiles
    where TFormat : struct, IWeightFormat
{
    private const int LineBytes = 64;

    public static int GroupBytes => TFormat.GroupBytes;

    /// <inheritdoc/>
    public static void Tile1x8(byte* weights, nint rowBytes, byte* panel, int groups, byte* ahead, int lines, float* sums)
    {
        float* tokens = (float*)panel;
        byte* w0 = weights;
        byte* w1 = weights + rowBytes;
        byte* w2 = weights + (2 * rowBytes);
        byte* w3 = weights + (3 * rowBytes);
        byte* w4 = weights + (4 * rowBytes);
        byte* w5 = weights + (5 * rowBytes);
        byte* w6 = weights + (6 * rowBytes);
        byte* w7 = weights + (7 * rowBytes);
        Vector512<float> a00 = Vector512<float>.Zero, a01 = Vector512<float>.Zero, a02 = Vector512<float>.Zero, a03 = Vector512<float>.Zero, a04 = Vector512<float>.Zero, a05 = Vector512<float>.Zero, a06 = Vector512<float>.Zero, a07 = Vector512<float>.Zero;
        for (; groups > 0; groups--)
        {
            for (int line = lines; line > 0; line--, ahead += LineBytes)
                Prefetch(ahead);

            Vector512<float> f0 = TFormat.First(w0);
            Vector512<float> f1 = TFormat.First(w1);
            Vector512<float> f2 = TFormat.First(w2);
            Vector512<float> f3 = TFormat.First(w3);
            Vector512<float> f4 = TFormat.First(w4);
            Vector512<float> f5 = TFormat.First(w5);
            Vector512<float> f6 = TFormat.First(w6);
            Vector512<float> f7 = TFormat.First(w7);
            Vector512<float> x0 = Vector512.Load(tokens);
            a00 = Vector512.FusedMultiplyAdd(f0, x0, a00);
            a01 = Vector512.FusedMultiplyAdd(f1, x0, a01);
            a02 = Vector512.FusedMultiplyAdd(f2, x0, a02);
            a03 = Vector512.FusedMultiplyAdd(f3, x0, a03);
            a04 = Vector512.FusedMultiplyAdd(f4, x0, a04);
            a05 = Vector512.FusedMultiplyAdd(f5, x0, a05);
            a06 = Vector512.FusedMultiplyAdd(f6, x0, a06);
            a07 = Vector512.FusedMultiplyAdd(f7, x0, a07);

            Vector512<float> s0 = TFormat.Second(w0);
            Vector512<float> s1 = TFormat.Second(w1);
            Vector512<float> s2 = TFormat.Second(w2);
            Vector512<float> s3 = TFormat.Second(w3);
            Vector512<float> s4 = TFormat.Second(w4);
            Vector512<float> s5 = TFormat.Second(w5);
            Vector512<float> s6 = TFormat.Second(w6);
            Vector512<float> s7 = TFormat.Second(w7);
            Vector512<float> y0 = Vector512.Load(tokens + 16);
            a00 = Vector512.FusedMultiplyAdd(s0, y0, a00);
            a01 = Vector512.FusedMultiplyAdd(s1, y0, a01);
            a02 = Vector512.FusedMultiplyAdd(s2, y0, a02);
            a03 = Vector512.FusedMultiplyAdd(s3, y0, a03);
            a04 = Vector512.FusedMultiplyAdd(s4, y0, a04);
            a05 = Vector512.FusedMultiplyAdd(s5, y0, a05);
            a06 = Vector512.FusedMultiplyAdd(s6, y0, a06);
            a07 = Vector512.FusedMultiplyAdd(s7, y0, a07);

            w0 += TFormat.GroupBytes;
            w1 += TFormat.GroupBytes;
            w2 += TFormat.GroupBytes;
            w3 += TFormat.GroupBytes;
            w4 += TFormat.GroupBytes;
            w5 += TFormat.GroupBytes;
            w6 += TFormat.GroupBytes;
            w7 += TFormat.GroupBytes;
            tokens += TokenPanel.TileTokens * TokenPanel.GroupSize;
        }

        FixedSum.Of(a00, a01, a02, a03).Store(sums);
        FixedSum.Of(a04, a05, a06, a07).Store(sums + 4);
    }

    /// <inheritdoc/>
    public static void Tile2x8(byte* weights, nint rowBytes, byte* panel, int groups, byte* ahead, int lines, float* sums)
    {
        float* tokens = (float*)panel;
        byte* w0 = weights;
        byte* w1 = weights + rowBytes;
        byte* w2 = weights + (2 * rowBytes);
        byte* w3 = weights + (3 * rowBytes);
        byte* w4 = weights + (4 * rowBytes);
        byte* w5 = weights + (5 * rowBytes);
        byte* w6 = weights + (6 * rowBytes);
        byte* w7 = weights + (7 * rowBytes);
        Vector512<float> a00 = Vector512<float>.Zero, a01 = Vector512<float>.Zero, a02 = Vector512<float>.Zero, a03 = Vector512<float>.Zero, a04 = Vector512<float>.Zero, a05 = Vector512<float>.Zero, a06 = Vector512<float>.Zero, a07 = Vector512<float>.Zero;
        Vector512<float> a10 = Vector512<float>.Zero, a11 = Vector512<float>.Zero, a12 = Vector512<float>.Zero, a13 = Vector512<float>.Zero, a14 = Vector512<float>.Zero, a15 = Vector512<float>.Zero, a16 = Vector512<float>.Zero, a17 = Vector512<float>.Zero;
        for (; groups > 0; groups--)
        {
            for (int line = lines; line > 0; line--, ahead += LineBytes)
                Prefetch(ahead);

            Vector512<float> f0 = TFormat.First(w0);
            Vector512<float> f1 = TFormat.First(w1);
            Vector512<float> f2 = TFormat.First(w2);
            Vector512<float> f3 = TFormat.First(w3);
            Vector512<float> f4 = TFormat.First(w4);
            Vector512<float> f5 = TFormat.First(w5);
            Vector512<float> f6 = TFormat.First(w6);
            Vector512<float> f7 = TFormat.First(w7);
            Vector512<float> x0 = Vector512.Load(tokens);
            a00 = Vector512.FusedMultiplyAdd(f0, x0, a00);
            a01 = Vector512.FusedMultiplyAdd(f1, x0, a01);
            a02 = Vector512.FusedMultiplyAdd(f2, x0, a02);
            a03 = Vector512.FusedMultiplyAdd(f3, x0, a03);
            a04 = Vector512.FusedMultiplyAdd(f4, x0, a04);
            a05 = Vector512.FusedMultiplyAdd(f5, x0, a05);
            a06 = Vector512.FusedMultiplyAdd(f6, x0, a06);
            a07 = Vector512.FusedMultiplyAdd(f7, x0, a07);
            Vector512<float> x1 = Vector512.Load(tokens + 32);
            a10 = Vector512.FusedMultiplyAdd(f0, x1, a10);
            a11 = Vector512.FusedMultiplyAdd(f1, x1, a11);
            a12 = Vector512.FusedMultiplyAdd(f2, x1, a12);
            a13 = Vector512.FusedMultiplyAdd(f3, x1, a13);
            a14 = Vector512.FusedMultiplyAdd(f4, x1, a14);
            a15 = Vector512.FusedMultiplyAdd(f5, x1, a15);
            a16 = Vector512.FusedMultiplyAdd(f6, x1, a16);
            a17 = Vector512.FusedMultiplyAdd(f7, x1, a17);

            Vector512<float> s0 = TFormat.Second(w0);
            Vector512<float> s1 = TFormat.Second(w1);
            Vector512<float> s2 = TFormat.Second(w2);
            Vector512<float> s3 = TFormat.Second(w3);
            Vector512<float> s4 = TFormat.Second(w4);
            Vector512<float> s5 = TFormat.Second(w5);
            Vector512<float> s6 = TFormat.Second(w6);
            Vector512<float> s7 = TFormat.Second(w7);
            Vector512<float> y0 = Vector512.Load(tokens + 16);
            a00 = Vector512.FusedMultiplyAdd(s0, y0, a00);
            a01 = Vector512.FusedMultiplyAdd(s1, y0, a01);
            a02 = Vector512.FusedMultiplyAdd(s2, y0, a02);
            a03 = Vector512.FusedMultiplyAdd(s3, y0, a03);
            a04 = Vector512.FusedMultiplyAdd(s4, y0, a04);
            a05 = Vector512.FusedMultiplyAdd(s5, y0, a05);
            a06 = Vector512.FusedMultiplyAdd(s6, y0, a06);
            a07 = Vector512.FusedMultiplyAdd(s7, y0, a07);
            Vector512<float> y1 = Vector512.Load(tokens + 48);
            a10 = Vector512.FusedMultiplyAdd(s0, y1, a10);
            a11 = Vector512.FusedMultiplyAdd(s1, y1, a11);
            a12 = Vector512.FusedMultiplyAdd(s2, y1, a12);
            a13 = Vector512.FusedMultiplyAdd(s3, y1, a13);
            a14 = Vector512.FusedMultiplyAdd(s4, y1, a14);
            a15 = Vector512.FusedMultiplyAdd(s5, y1, a15);
            a16 = Vector512.FusedMultiplyAdd(s6, y1, a16);
            a17 = Vector512.FusedMultiplyAdd(s7, y1, a17);

            w0 += TFormat.GroupBytes;
            w1 += TFormat.GroupBytes;
            w2 += TFormat.GroupBytes;
            w3 += TFormat.GroupBytes;
            w4 += TFormat.GroupBytes;
            w5 += TFormat.GroupBytes;
            w6 += TFormat.GroupBytes;
            w7 += TFormat.GroupBytes;
            tokens += TokenPanel.TileTokens * TokenPanel.GroupSize;
        }

        FixedSum.Of(a00, a01, a02, a03).Store(sums);
        FixedSum.Of(a04, a05, a06, a07).Store(sums + 4);
        FixedSum.Of(a10, a11, a12, a13).Store(sums + 8);
        FixedSum.Of(a14, a15, a16, a17).Store(sums + 12);
    }

    /// <inheritdoc/>
    public static void Tile4x4(byte* weights, nint rowBytes, byte* panel, int groups, byte* ahead, int lines, float* sums)
    {
        float* tokens = (float*)panel;
        byte* w0 = weights;
        byte* w1 = weights + rowBytes;
        byte* w2 = weights + (2 * rowBytes);
        byte* w3 = weights + (3 * rowBytes);
        Vector512<float> a00 = Vector512<float>.Zero, a01 = Vector512<float>.Zero, a02 = Vector512<float>.Zero, a03 = Vector512<float>.Zero;
        Vector512<float> a10 = Vector512<float>.Zero, a11 = Vector512<float>.Zero, a12 = Vector512<float>.Zero, a13 = Vector512<float>.Zero;
        Vector512<float> a20 = Vector512<float>.Zero, a21 = Vector512<float>.Zero, a22 = Vector512<float>.Zero, a23 = Vector512<float>.Zero;
        Vector512<float> a30 = Vector512<float>.Zero, a31 = Vector512<float>.Zero, a32 = Vector512<float>.Zero, a33 = Vector512<float>.Zero;
        for (; groups > 0; groups--)
        {
            for (int line = lines; line > 0; line--, ahead += LineBytes)
                Prefetch(ahead);

            Vector512<float> f0 = TFormat.First(w0);
            Vector512<float> f1 = TFormat.First(w1);
            Vector512<float> f2 = TFormat.First(w2);
            Vector512<float> f3 = TFormat.First(w3);
            Vector512<float> x0 = Vector512.Load(tokens);
            a00 = Vector512.FusedMultiplyAdd(f0, x0, a00);
            a01 = Vector512.FusedMultiplyAdd(f1, x0, a01);
            a02 = Vector512.FusedMultiplyAdd(f2, x0, a02);
            a03 = Vector512.FusedMultiplyAdd(f3, x0, a03);
            Vector512<float> x1 = Vector512.Load(tokens + 32);
            a10 = Vector512.FusedMultiplyAdd(f0, x1, a10);
            a11 = Vector512.FusedMultiplyAdd(f1, x1, a11);
            a12 = Vector512.FusedMultiplyAdd(f2, x1, a12);
            a13 = Vector512.FusedMultiplyAdd(f3, x1, a13);
            Vector512<float> x2 = Vector512.Load(tokens + 64);
            a20 = Vector512.FusedMultiplyAdd(f0, x2, a20);
            a21 = Vector512.FusedMultiplyAdd(f1, x2, a21);
            a22 = Vector512.FusedMultiplyAdd(f2, x2, a22);
            a23 = Vector512.FusedMultiplyAdd(f3, x2, a23);
            Vector512<float> x3 = Vector512.Load(tokens + 96);
            a30 = Vector512.FusedMultiplyAdd(f0, x3, a30);
            a31 = Vector512.FusedMultiplyAdd(f1, x3, a31);
            a32 = Vector512.FusedMultiplyAdd(f2, x3, a32);
            a33 = Vector512.FusedMultiplyAdd(f3, x3, a33);

            Vector512<float> s0 = TFormat.Second(w0);
            Vector512<float> s1 = TFormat.Second(w1);
            Vector512<float> s2 = TFormat.Second(w2);
            Vector512<float> s3 = TFormat.Second(w3);
            Vector512<float> y0 = Vector512.Load(tokens + 16);
            a00 = Vector512.FusedMultiplyAdd(s0, y0, a00);
            a01 = Vector512.FusedMultiplyAdd(s1, y0, a01);
            a02 = Vector512.FusedMultiplyAdd(s2, y0, a02);
            a03 = Vector512.FusedMultiplyAdd(s3, y0, a03);
            Vector512<float> y1 = Vector512.Load(tokens + 48);
            a10 = Vector512.FusedMultiplyAdd(s0, y1, a10);
            a11 = Vector512.FusedMultiplyAdd(s1, y1, a11);
            a12 = Vector512.FusedMultiplyAdd(s2, y1, a12);
            a13 = Vector512.FusedMultiplyAdd(s3, y1, a13);
            Vector512<float> y2 = Vector512.Load(tokens + 80);
            a20 = Vector512.FusedMultiplyAdd(s0, y2, a20);
            a21 = Vector512.FusedMultiplyAdd(s1, y2, a21);
            a22 = Vector512.FusedMultiplyAdd(s2, y2, a22);
            a23 = Vector512.FusedMultiplyAdd(s3, y2, a23);
            Vector512<float> y3 = Vector512.Load(tokens + 112);
            a30 = Vector512.FusedMultiplyAdd(s0, y3, a30);
            a31 = Vector512.FusedMultiplyAdd(s1, y3, a31);
            a32 = Vector512.FusedMultiplyAdd(s2, y3, a32);
            a33 = Vector512.FusedMultiplyAdd(s3, y3, a33);

            w0 += TFormat.GroupBytes;
            w1 += TFormat.GroupBytes;
            w2 += TFormat.GroupBytes;
            w3 += TFormat.GroupBytes;
            tokens += TokenPanel.TileTokens * TokenPanel.GroupSize;
        }

        FixedSum.Of(a00, a01, a02, a03).Store(sums);
        FixedSum.Of(a10, a11, a12, a13).Store(sums + 4);
        FixedSum.Of(a20, a21, a22, a23).Store(sums + 8);
        FixedSum.Of(a30, a31, a32, a33).Store(sums + 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(byte* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch1(address);
    }
}
