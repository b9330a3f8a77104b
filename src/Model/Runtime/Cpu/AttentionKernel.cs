using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>Attention of one query over the positions 0 … n-1, block by block, in one order of operations for any n.</summary>
internal static unsafe class AttentionKernel<TFormat>
    where TFormat : struct, IWeightFormat
{
    private const int BlockSize = ITransformer.BlockSize;
    private const int LineBytes = 64;

    /// <param name="query">[headDim], scaled.</param>
    /// <param name="scores">Room for the positions, rounded up to whole blocks.</param>
    /// <param name="result">[headDim, rounded up to 32], each group in the format's order.</param>
    public static void Attend(float* query, int headDim, HeadBlocks head, int positions, float* scores, float* result)
    {
        float sum = Weigh(query, headDim, head, positions, scores);
        var scale = Vector512.Create(1 / sum);
        int groups = (headDim + TokenPanel.GroupSize - 1) / TokenPanel.GroupSize, done = 0;
        for (; done + 4 <= groups; done += 4)
            Mix4(head, positions, scores, scale, done, groups, result);
        for (; done < groups; done++)
            Mix1(head, positions, scores, scale, done, groups, result);
    }

    /// <summary>Scores become weights, the highest being 1.</summary>
    /// <returns>The weights' sum.</returns>
    private static float Weigh(float* query, int headDim, HeadBlocks head, int positions, float* scores)
    {
        int blocks = KvRow.BlocksFor(positions), inLast = positions - ((blocks - 1) * BlockSize);
        Vector512<float> most = Vector512.Create(float.NegativeInfinity);
        for (int i = 0; i < blocks; i++)
        {
            byte* keys = head.Keys(i);
            Vector512<float> score = Score(query, headDim, keys, i + 1 < blocks ? head.Keys(i + 1) : keys);
            if (i == blocks - 1)
                score = Vector512.ConditionalSelect(
                    Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(inLast)).AsSingle(), score, Vector512.Create(float.NegativeInfinity));
            score.Store(scores + (i * BlockSize));
            most = Vector512.MaxNative(most, score);
        }

        Vector512<float> highest = Vector512.Create(Highest(most)), sum = Vector512<float>.Zero;
        for (int i = 0; i < blocks; i++)
        {
            Vector512<float> weight = Vector512.Exp(Vector512.Load(scores + (i * BlockSize)) - highest);
            weight.Store(scores + (i * BlockSize));
            sum += weight;
        }

        return FixedSum.Of(sum);
    }

    private static float Highest(Vector512<float> v)
    {
        Vector256<float> half = Vector256.MaxNative(v.GetLower(), v.GetUpper());
        Vector128<float> quarter = Vector128.MaxNative(half.GetLower(), half.GetUpper());
        return Math.Max(Math.Max(quarter[0], quarter[1]), Math.Max(quarter[2], quarter[3]));
    }

    /// <summary>Scores of a block's 16 positions, also of those that hold nothing.</summary>
    private static Vector512<float> Score(float* query, int headDim, byte* keys, byte* next)
    {
        Vector512<float> a = Vector512<float>.Zero, b = a, c = a, d = a;
        int i = 0;
        for (; i + 4 <= headDim; i += 4)
        {
            Prefetch(next);
            Prefetch(next + TFormat.GroupBytes);
            a = Vector512.FusedMultiplyAdd(TFormat.First(keys), Vector512.Create(query[i]), a);
            b = Vector512.FusedMultiplyAdd(TFormat.Second(keys), Vector512.Create(query[i + 1]), b);
            keys += TFormat.GroupBytes;
            c = Vector512.FusedMultiplyAdd(TFormat.First(keys), Vector512.Create(query[i + 2]), c);
            d = Vector512.FusedMultiplyAdd(TFormat.Second(keys), Vector512.Create(query[i + 3]), d);
            keys += TFormat.GroupBytes;
            next += 2 * TFormat.GroupBytes;
        }

        if (i < headDim)
        {
            a = Vector512.FusedMultiplyAdd(TFormat.First(keys), Vector512.Create(query[i]), a);
            b = Vector512.FusedMultiplyAdd(TFormat.Second(keys), Vector512.Create(query[i + 1]), b);
        }

        return (a + b) + (c + d);
    }

    /// <summary>The weighted values of 4 groups of 32.</summary>
    private static void Mix4(HeadBlocks head, int positions, float* weights, Vector512<float> scale, int group, int groups, float* result)
    {
        Vector512<float> a0 = Vector512<float>.Zero, a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
        int stride = groups * TFormat.GroupBytes, offset = group * TFormat.GroupBytes;
        for (int first = 0; first < positions; first += BlockSize)
        {
            byte* values = head.Values(first / BlockSize) + offset;
            byte* next = first + BlockSize < positions ? head.Values((first / BlockSize) + 1) + offset : values;
            for (int i = first, end = Math.Min(first + BlockSize, positions); i < end; i++, values += stride, next += stride)
            {
                for (int line = 0; line < 4 * TFormat.GroupBytes; line += LineBytes)
                    Prefetch(next + line);
                Vector512<float> weight = Vector512.Create(weights[i]);
                a0 = Vector512.FusedMultiplyAdd(TFormat.First(values), weight, a0);
                b0 = Vector512.FusedMultiplyAdd(TFormat.Second(values), weight, b0);
                a1 = Vector512.FusedMultiplyAdd(TFormat.First(values + TFormat.GroupBytes), weight, a1);
                b1 = Vector512.FusedMultiplyAdd(TFormat.Second(values + TFormat.GroupBytes), weight, b1);
                a2 = Vector512.FusedMultiplyAdd(TFormat.First(values + (2 * TFormat.GroupBytes)), weight, a2);
                b2 = Vector512.FusedMultiplyAdd(TFormat.Second(values + (2 * TFormat.GroupBytes)), weight, b2);
                a3 = Vector512.FusedMultiplyAdd(TFormat.First(values + (3 * TFormat.GroupBytes)), weight, a3);
                b3 = Vector512.FusedMultiplyAdd(TFormat.Second(values + (3 * TFormat.GroupBytes)), weight, b3);
            }
        }

        result += group * TokenPanel.GroupSize;
        (a0 * scale).Store(result);
        (b0 * scale).Store(result + 16);
        (a1 * scale).Store(result + 32);
        (b1 * scale).Store(result + 48);
        (a2 * scale).Store(result + 64);
        (b2 * scale).Store(result + 80);
        (a3 * scale).Store(result + 96);
        (b3 * scale).Store(result + 112);
    }

    /// <summary>The weighted values of one group of 32.</summary>
    private static void Mix1(HeadBlocks head, int positions, float* weights, Vector512<float> scale, int group, int groups, float* result)
    {
        Vector512<float> a = Vector512<float>.Zero, b = a;
        for (int i = 0; i < positions; i++)
        {
            byte* values = head.Values(i / BlockSize) + (((i % BlockSize * groups) + group) * TFormat.GroupBytes);
            a = Vector512.FusedMultiplyAdd(TFormat.First(values), Vector512.Create(weights[i]), a);
            b = Vector512.FusedMultiplyAdd(TFormat.Second(values), Vector512.Create(weights[i]), b);
        }

        (a * scale).Store(result + (group * TokenPanel.GroupSize));
        (b * scale).Store(result + (group * TokenPanel.GroupSize) + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(byte* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(address);
    }
}
