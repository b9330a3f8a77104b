namespace JanusCluster.Silo.Scheduling;

/// <summary>How many codes and tokens were made a second over the last half minute.</summary>
internal sealed class CodeRate(TimeProvider time)
{
    /// <summary>Seconds that are looked back on, each counted by itself.</summary>
    public const int Window = 30;

    private readonly long[] _codes = new long[Window];
    private readonly long[] _seconds = new long[Window];
    private readonly long _started = time.GetTimestamp();

    private long Now => (long)time.GetElapsedTime(_started).TotalSeconds;

    public void Add(int codes)
    {
        if (codes <= 0)
            return;
        (long second, long slot) = (Now, Now % Window);
        if (_seconds[slot] != second)
            (_codes[slot], _seconds[slot]) = (0, second);
        _codes[slot] += codes;
    }

    /// <summary>0 until anything is known. The second that runs counts as far as it has come.</summary>
    public double PerSecond()
    {
        double elapsed = time.GetElapsedTime(_started).TotalSeconds;
        long oldest = (long)elapsed - Window + 1, codes = 0;
        for (int slot = 0; slot < Window; slot++)
            codes += _seconds[slot] >= oldest ? _codes[slot] : 0;
        return codes / Math.Max(1, elapsed - Math.Max(0, oldest));
    }
}
