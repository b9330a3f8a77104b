using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>
/// Threads that work off one job after another together with the caller, without allocating. Between jobs they spin for some
/// microseconds, since the next job of a forward comes at once, and then sleep, so that an idle engine costs nothing.
/// </summary>
/// <remarks>
/// Each thread has a run of neighbouring items of its own, so that it walks through memory in order; who is done takes from
/// the others, so that a thread that the machine does not run holds up nobody but by the one item that it has begun.
/// </remarks>
internal sealed class ThreadTeam : IDisposable
{
    /// <summary>Longs between two threads' claims: two cache lines, since processors fetch lines in pairs.</summary>
    private const int Stride = 16;

    private static readonly long SpinTicks = Stopwatch.Frequency / 25_000; // 40 µs

    private readonly Lock _caller = new();
    private readonly object _gate = new();
    private readonly Thread[] _threads;

    /// <summary>Per thread: the job's number in the upper half, the items of its run that nobody has taken in the lower.</summary>
    private readonly long[] _claims;

    private ITeamJob? _job;
    private int _items;
    private int _unfinished;
    private uint _epoch;
    private int _sleepers;
    private bool _ended;
    private ExceptionDispatchInfo? _failure;

    /// <param name="threads">At least one; the caller of <see cref="Run"/> is one of them.</param>
    public ThreadTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
        _claims = new long[(threads + 1) * Stride];
        _threads = new Thread[threads - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int number = i + 1;
            _threads[i] = new Thread(() => Work(number)) { IsBackground = true, Name = $"Compute {number}" };
            _threads[i].Start();
        }
    }

    public int Threads { get; }

    /// <summary>Runs all items and returns when they are done. One caller at a time; not from within a job.</summary>
    /// <exception cref="Exception">What the first failing item threw; items not begun by then are left out.</exception>
    public void Run(ITeamJob job, int items)
    {
        if (items <= 0)
            return;

        lock (_caller)
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            if (items == 1 || Threads == 1)
            {
                for (int item = 0; item < items; item++)
                    job.Run(item, 0);
                return;
            }

            Publish(job, items);
            TakeItems(0, _epoch);
            AwaitOthers();
            _job = null;
            ExceptionDispatchInfo? failure = _failure;
            _failure = null;
            failure?.Throw();
        }
    }

    private void Publish(ITeamJob job, int items)
    {
        (_job, _items, _unfinished) = (job, items, items);
        uint next = _epoch + 1;
        for (int thread = 0; thread < Threads; thread++)
            Volatile.Write(ref _claims[(thread + 1) * Stride], ((long)next << 32) | (uint)(End(thread, items) - End(thread - 1, items)));
        Interlocked.Exchange(ref _epoch, next); // a full fence: who goes to sleep after this sees it, who slept before is counted
        if (Volatile.Read(ref _sleepers) == 0)
            return;
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    /// <summary>Where a thread's run of items ends.</summary>
    private int End(int thread, int items) => (int)((long)items * (thread + 1) / Threads);

    private void TakeItems(int thread, uint epoch)
    {
        for (int i = 0; i < Threads; i++)
        {
            int owner = (thread + i) % Threads;
            ref long claim = ref _claims[(owner + 1) * Stride];
            while (TryClaim(ref claim, epoch, out int left))
                RunItem(End(owner, _items) - left, thread);
        }
    }

    /// <param name="left">Items that were not taken before this one.</param>
    private static bool TryClaim(ref long claim, uint epoch, out int left)
    {
        long seen = Volatile.Read(ref claim);
        while ((uint)(seen >> 32) == epoch && (uint)seen != 0)
        {
            long before = Interlocked.CompareExchange(ref claim, seen - 1, seen);
            left = (int)seen;
            if (before == seen)
                return true;
            seen = before;
        }

        left = 0;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunItem(int item, int thread)
    {
        try
        {
            if (Volatile.Read(ref _failure) is null)
                _job!.Run(item, thread); // the caller waits for claimed items: the job is still this one
        }
#pragma warning disable CA1031 // thrown again in the caller
        catch (Exception e)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(e), null);
        }

        Interlocked.Decrement(ref _unfinished);
    }

    private void AwaitOthers()
    {
        long start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _unfinished) != 0)
        {
            if (Stopwatch.GetTimestamp() - start < SpinTicks)
                Thread.SpinWait(4);
            else
                Thread.Yield(); // an item is short: not worth a sleep, but perhaps its thread waits for this very core
        }
    }

    private void Work(int thread)
    {
        uint done = 0;
        while (AwaitJob(done))
        {
            done = Volatile.Read(ref _epoch);
            TakeItems(thread, done);
        }
    }

    /// <returns>False when the team has ended.</returns>
    private bool AwaitJob(uint done)
    {
        long start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _epoch) == done)
        {
            if (Stopwatch.GetTimestamp() - start < SpinTicks)
            {
                Thread.SpinWait(4);
                continue;
            }

            lock (_gate)
            {
                Interlocked.Increment(ref _sleepers);
                while (Volatile.Read(ref _epoch) == done && !_ended)
                    Monitor.Wait(_gate);
                Interlocked.Decrement(ref _sleepers);
            }
        }

        return !Volatile.Read(ref _ended);
    }

    /// <summary>Ends the threads, after the job that runs.</summary>
    public void Dispose()
    {
        lock (_caller)
        {
            lock (_gate)
            {
                if (_ended)
                    return;
                Volatile.Write(ref _ended, true);
                Interlocked.Increment(ref _epoch);
                Monitor.PulseAll(_gate);
            }

            foreach (Thread thread in _threads)
                thread.Join();
        }
    }
}
