namespace JanusCluster.Silo.Scheduling;

/// <summary>
/// What arrives regularly: the lower median of the last whole bins. A burst is in few of them, so it does not count, however
/// large it is: it is in the backlog already.
/// </summary>
internal sealed class RegularArrivals
{
    private readonly long[] _bins;
    private readonly double _binSeconds;
    private readonly DateTimeOffset _began;
    private long _current;

    /// <param name="before">Codes a second that arrived before, as far as is known.</param>
    public RegularArrivals(int bins, TimeSpan bin, double before, DateTimeOffset now)
    {
        _bins = new long[bins + 1];
        _binSeconds = bin.TotalSeconds;
        _began = now;
        Array.Fill(_bins, (long)Math.Round(before * _binSeconds));
        _bins[0] = 0;
    }

    public void Add(long codes, DateTimeOffset now)
    {
        MoveTo(now);
        _bins[_current % _bins.Length] += codes;
    }

    public double PerSecond(DateTimeOffset now)
    {
        MoveTo(now);
        long[] whole = [.. _bins.Where((_, place) => place != _current % _bins.Length).Order()];
        return whole[(whole.Length - 1) / 2] / _binSeconds;
    }

    private void MoveTo(DateTimeOffset now)
    {
        long bin = Math.Max(_current, (long)((now - _began).TotalSeconds / _binSeconds));
        if (bin - _current >= _bins.Length)
            Array.Clear(_bins);
        else
        {
            for (long passed = _current + 1; passed <= bin; passed++)
                _bins[passed % _bins.Length] = 0;
        }

        _current = bin;
    }
}
