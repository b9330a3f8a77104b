using JanusCluster.Client.Hosting;
using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Client.Http;

/// <summary>When to ask again, from what waits and how fast it goes: the time until the shortest queue is empty.</summary>
internal sealed class RetryAdvice(ServedModels models, IGrainFactory grains, TimeProvider time)
{
    private const int Default = 2, Longest = 600;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2), Patience = TimeSpan.FromSeconds(1);

    private volatile int _seconds = Default;
    private long _lookedAt = long.MinValue;

    /// <returns>Seconds, 1 to 600; two where nothing is known.</returns>
    public async Task<int> SecondsAsync(CancellationToken cancellationToken)
    {
        long seen = Interlocked.Read(ref _lookedAt);
        if (seen != long.MinValue && time.GetElapsedTime(seen) < Fresh)
            return _seconds;
        // One looks for all; the others take what is known.
        if (Interlocked.CompareExchange(ref _lookedAt, time.GetTimestamp(), seen) != seen)
            return _seconds;
        try
        {
            IReadOnlyList<ModelDescription> known = await models.ListAsync(cancellationToken).WaitAsync(Patience, time, cancellationToken);
            QueueStatus[] queues = await Task.WhenAll(known.Select(model => grains.GetGrain<ISchedulerGrain>(model.Id).GetStatusAsync()))
                .WaitAsync(Patience, time, cancellationToken);
            return _seconds = queues.Length == 0 ? Default : queues.Min(SecondsOf);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return _seconds = Default;
        }
    }

    internal static int SecondsOf(QueueStatus queue) => queue.CodesPerSecond > 0
        ? (int)Math.Clamp(Math.Ceiling((queue.WaitingCodes + queue.LeasedCodes) / queue.CodesPerSecond), 1, Longest)
        : Default;
}
