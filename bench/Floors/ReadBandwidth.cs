using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace JanusCluster.Bench.Floors;

/// <summary>How fast this machine's cores read memory, all together: loads and adds over more than any cache holds.</summary>
internal sealed unsafe class ReadBandwidth : IDisposable
{
    private const nuint Block = 512; // eight vectors
    private static readonly int Threads = Environment.ProcessorCount;
    private readonly nuint _part = ((nuint)(5L << 28) / (nuint)Threads) & ~(Block - 1); // 1.25 GiB in all
    private readonly byte* _memory;
    private long _sum;

    public ReadBandwidth()
    {
        _memory = (byte*)NativeMemory.AlignedAlloc(_part * (nuint)Threads, 4096);
        // Each thread's pages are first touched by itself, so that they lie near its core. Nonzero: see RandomWeights.
        OnAllThreads((start, length) =>
        {
            for (nuint i = 0; i < length; i += sizeof(long))
                *(long*)(start + i) = (long)i + 1;
        });
    }

    /// <summary>Reads everything once.</summary>
    /// <returns>Gigabytes (10⁹ bytes) a second.</returns>
    public double Measure()
    {
        double seconds = OnAllThreads((start, length) => Interlocked.Add(ref _sum, Sum(start, length)));
        return _sum == 0 ? 0 : _part * (double)Threads / seconds / 1e9;
    }

    public void Dispose() => NativeMemory.AlignedFree(_memory);

    private delegate void PartWork(byte* start, nuint length);

    /// <returns>Seconds from when all threads were ready until the last had ended.</returns>
    private double OnAllThreads(PartWork work)
    {
        using var ready = new Barrier(Threads + 1);
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(index => new Thread(() =>
        {
            ready.SignalAndWait();
            work(_memory + (_part * (nuint)index), _part);
        }))];
        Array.ForEach(threads, thread => thread.Start());
        ready.SignalAndWait();
        long begin = Stopwatch.GetTimestamp();
        Array.ForEach(threads, thread => thread.Join());
        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    private static long Sum(byte* start, nuint length)
    {
        Vector512<long> a = default, b = default, c = default, d = default;
        for (long* at = (long*)start, end = (long*)(start + length); at < end; at += 64)
        {
            a += Vector512.Load(at) + Vector512.Load(at + 8);
            b += Vector512.Load(at + 16) + Vector512.Load(at + 24);
            c += Vector512.Load(at + 32) + Vector512.Load(at + 40);
            d += Vector512.Load(at + 48) + Vector512.Load(at + 56);
        }

        return Vector512.Sum(a + b + c + d);
    }
}
