namespace JanusCluster.Silo.Jobs;

/// <summary>
/// Tells others of a shard's changes, some times a second at most, and again until they have heard. What changed is durable
/// before, so nothing waits for this.
/// </summary>
internal sealed class ShardNews
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    private readonly Func<long, Task> _tell;
    private readonly TimeProvider _time;
    private readonly IGrainTimer _timer;
    private long _told;
    private DateTimeOffset _toldAt;

    /// <param name="tell">Gets the version of what it tells; called in turns of the grain.</param>
    public ShardNews(IGrainBase grain, Func<long, Task> tell, TimeProvider time)
    {
        _tell = tell;
        _time = time;
        // Versions must rise over the grain's lives: the job drops reports older than the newest it has seen.
        Version = _told = time.GetUtcNow().UtcTicks;
        _timer = grain.RegisterGrainTimer(
            TellAsync, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true });
    }

    /// <summary>Rises with every change.</summary>
    public long Version { get; private set; }

    public void Changed()
    {
        bool isTold = _told == Version;
        DateTimeOffset now = _time.GetUtcNow();
        Version = Math.Max(Version + 1, now.UtcTicks);
        if (isTold)
            Schedule(_toldAt + Interval - now);
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        long version = Version;
        try
        {
            await _tell(version);
        }
        catch (Exception)
        {
            Schedule(Retry);
            return;
        }

        (_told, _toldAt) = (version, _time.GetUtcNow());
        if (_told != Version)
            Schedule(Interval);
    }

    private void Schedule(TimeSpan due) => _timer.Change(due > TimeSpan.Zero ? due : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
}
