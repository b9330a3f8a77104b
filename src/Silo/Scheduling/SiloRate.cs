namespace JanusCluster.Silo.Scheduling;

/// <summary>
/// Codes that one busy silo makes a second, learned while every silo has all it can do: what was made in such a window over
/// the silos that worked, as a slow mean. What was made in other windows is at least possible, so it can only raise the number.
/// </summary>
internal sealed class SiloRate
{
    /// <summary>A newer window weighs as if so many seconds had been watched before, at most.</summary>
    public const double Memory = 600;

    /// <summary>Seconds. Holders tell what they make every few seconds, which is noise in a shorter one.</summary>
    private const double Window = 30;

    private DateTimeOffset _last;
    private ScalingLoad _before;
    private double _seconds, _siloSeconds;
    private long _codes, _new;
    private bool _isSaturated;

    /// <param name="codesPerSecond">Taken for it until it is known, or known from before.</param>
    /// <param name="knownSeconds">For how long it was watched; 0 for a guess, which the first window replaces.</param>
    public SiloRate(double codesPerSecond, double knownSeconds, DateTimeOffset now) =>
        (CodesPerSecond, KnownSeconds, _last) = (codesPerSecond, Math.Min(knownSeconds, Memory), now);

    public double CodesPerSecond { get; private set; }

    public double KnownSeconds { get; private set; }

    /// <param name="codes">Negative where a silo was lost with codes that it had told of: they are made once more.</param>
    public void Add(int codes) => _new += Math.Max(0, codes);

    public void Observe(ScalingLoad load, DateTimeOffset now)
    {
        double elapsed = (now - _last).TotalSeconds;
        bool wasSaturated = _before.IsSaturated && load.IsSaturated;
        if (_seconds > 0 && wasSaturated != _isSaturated)
            Begin();
        _isSaturated = wasSaturated;
        _seconds += elapsed;
        _codes += _new;
        _new = 0;
        _siloSeconds += _before.Working * elapsed;
        (_last, _before) = (now, load);
        if (_seconds < Window)
            return;
        Learn();
        Begin();
    }

    private void Learn()
    {
        // While nothing at all was made something else was wrong: it says nothing about silos.
        if (_codes == 0 || _siloSeconds <= 0)
            return;
        double made = _codes / _siloSeconds;
        if (!_isSaturated && made <= CodesPerSecond)
            return;
        KnownSeconds = Math.Min(KnownSeconds + _seconds, Memory);
        CodesPerSecond += (made - CodesPerSecond) * Math.Min(1, _seconds / KnownSeconds);
    }

    private void Begin() => (_seconds, _siloSeconds, _codes) = (0, 0, 0);
}
