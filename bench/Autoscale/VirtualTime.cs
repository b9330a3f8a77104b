namespace JanusCluster.Bench.Autoscale;

/// <summary>A clock that jumps from one event to the next. Events of the same moment come in the order in which they were asked for.</summary>
internal sealed class VirtualTime
{
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Action, Moment> _events = new();
    private long _asked;

    /// <summary>Seconds.</summary>
    public double Now { get; private set; }

    public DateTimeOffset Date => Epoch.AddSeconds(Now);

    public void At(double time, Action what) => _events.Enqueue(what, new Moment(Math.Max(time, Now), ++_asked));

    /// <summary>Again and again until it says that it is enough.</summary>
    public void Every(double seconds, Func<bool> what) => At(Now + seconds, () =>
    {
        if (what())
            Every(seconds, what);
    });

    /// <returns>False when nothing more happens.</returns>
    public bool Step()
    {
        if (!_events.TryDequeue(out Action? what, out Moment moment))
            return false;
        Now = moment.Time;
        what();
        return true;
    }

    private readonly record struct Moment(double Time, long Order) : IComparable<Moment>
    {
        public int CompareTo(Moment other) => Time != other.Time ? Time.CompareTo(other.Time) : Order.CompareTo(other.Order);
    }
}
