namespace JanusCluster.Client.Hub;

/// <summary>How long a hub is waited for, and how often it is asked again.</summary>
internal sealed record HubPatience
{
    /// <summary>Tries in a row that bring nothing before it is given up; also how often one file is begun anew. Default: 8.</summary>
    public int Tries { get; init; } = 8;

    /// <summary>Before the second try; doubles from try to try. Default: 1 s.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Default: 30 s.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What a hub may ask for by Retry-After; no longer pause is made. Default: 2 minutes.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>For an answer to begin, and between two bytes of it. Default: 30 s.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A process that pulls to the same folder is looked at again after this. Default: 1 s.</summary>
    public TimeSpan LockPeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <param name="tries">That brought nothing, 1 or more.</param>
    /// <param name="retryAfter">What the hub asks for.</param>
    /// <param name="jitter">0 to 1: many that were sent away together do not come back together.</param>
    public TimeSpan PauseAfter(int tries, TimeSpan? retryAfter, double jitter)
    {
        double doubled = FirstPause.Ticks * Math.Pow(2, Math.Min(tries - 1, 30));
        TimeSpan pause = TimeSpan.FromTicks((long)Math.Min(doubled, LongestPause.Ticks)) * (0.5 + jitter / 2);
        if (retryAfter is not { } asked)
            return pause;
        TimeSpan bounded = asked < LongestRetryAfter ? asked : LongestRetryAfter;
        return bounded > pause ? bounded : pause;
    }
}
