using System.Collections.Concurrent;

namespace JanusCluster.Silo.Telemetry;

/// <summary>
/// Where the queues that live on this silo show their figures, so that each is shown by one silo of the cluster at most.
/// A queue's grain moves when its silo dies, and while the cluster is cut in two, two of its lives may be active. So a life is
/// believed for some time after each look at Redis that found no later one, and a later life keeps quiet for as long at
/// first: when it begins to speak, the earlier one is no longer believed.
/// </summary>
internal sealed class QueueBoard(TimeProvider time)
{
    /// <summary>Two reviews of the grains, so that one look that fails makes no gap.</summary>
    internal static readonly TimeSpan Trust = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<object, byte> _shown = new();

    /// <param name="life">As Redis has numbered it: before the first one there was none to wait for.</param>
    /// <param name="asked">Timestamp from before Redis was asked for the number.</param>
    public ShownQueue<T> Open<T>(string model, long life, long asked)
        where T : class
    {
        var shown = new ShownQueue<T>(model, time, life == 1 ? asked : time.GetTimestamp() + Ticks(Trust), asked + Ticks(Trust), queue => _shown.TryRemove(queue, out _));
        _shown[shown] = 0;
        return shown;
    }

    /// <summary>Figures of this kind that may be shown at this moment, by model.</summary>
    public IEnumerable<(string Model, T Figures)> Read<T>()
        where T : class
    {
        foreach (object entry in _shown.Keys)
        {
            if (entry is ShownQueue<T> { Current: { } figures } shown)
                yield return (shown.Model, figures);
        }
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}

/// <summary>One life of a queue on the board. The grain writes it, whoever exports reads it.</summary>
internal sealed class ShownQueue<T>(string model, TimeProvider time, long from, long until, Action<object> close) : IDisposable
    where T : class
{
    private long _until = until;
    private volatile T? _figures;

    public string Model => model;

    /// <summary>Null while another life may still be believed, or this one no longer.</summary>
    public T? Current => time.GetTimestamp() is var now && now >= from && now < Volatile.Read(ref _until) ? _figures : null;

    public void Set(T figures) => _figures = figures;

    /// <summary>Redis has said that there is no later life.</summary>
    /// <param name="asked">Timestamp from before it was asked.</param>
    public void Confirm(long asked) =>
        Volatile.Write(ref _until, asked + (long)(QueueBoard.Trust.TotalSeconds * time.TimestampFrequency));

    public void Dispose() => close(this);
}
