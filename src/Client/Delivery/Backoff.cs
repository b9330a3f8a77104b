namespace JanusCluster.Client.Delivery;

/// <summary>
/// Pauses after failures: doubling, capped, and jittered so that many fronts do not come back at once. Failures of
/// work that ran side by side count as one. Thread-safe.
/// </summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, TimeProvider time)
{
    private const int MostDoublings = 20;

    private int _failed;
    private int _step;

    public void Succeeded() => Volatile.Write(ref _step, 0);

    public void Failed() => Volatile.Write(ref _failed, 1);

    /// <summary>Returns at once unless something failed since the last call.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _failed, 0) == 0)
            return;
        int step = Math.Min(Interlocked.Increment(ref _step) - 1, MostDoublings);
        TimeSpan pause = TimeSpan.FromTicks((long)Math.Min(first.Ticks * Math.Pow(2, step), longest.Ticks));
        await Task.Delay(pause * (0.5 + Random.Shared.NextDouble() / 2), time, cancellationToken);
    }
}
