namespace JanusCluster.Silo.Scheduling;

/// <summary>
/// How many silos a model wants: those that the regular arrivals keep busy, and those that need <see cref="ScalingSettings.DrainTime"/>
/// for what is left to do. Whoever applies the number may start and stop silos as slowly as it likes: the rule knows neither how
/// many there are nor how long one takes to start.
/// </summary>
/// <remarks>
/// Plain data, with the time given from outside. A scheduler tells of what arrives and what is made as it happens, and asks about once
/// a second. It asks only once it is grown: before that it does not know what it has to do, and an empty queue looks like nothing.
/// </remarks>
internal sealed class ScalingRule
{
    private readonly ScalingSettings _settings;
    private readonly SiloRate _rate;
    private readonly RegularArrivals _arrivals;
    private int _wanted;
    private double _placesPerSilo;

    /// <param name="memory">What an earlier life knew, if any.</param>
    public ScalingRule(ScalingSettings settings, DateTimeOffset now, ScalingMemory? memory = null)
    {
        _settings = settings;
        bool isFresh = memory is not null && now - memory.At < settings.Bins * settings.Bin;
        _rate = new SiloRate(memory?.CodesPerSecond ?? settings.CodesPerSecond, memory?.KnownSeconds ?? 0, now);
        _arrivals = new RegularArrivals(settings.Bins, settings.Bin, isFresh ? memory!.ArrivingCodesPerSecond : 0, now);
        _wanted = isFresh ? memory!.Wanted : 0;
        _placesPerSilo = memory?.PlacesPerSilo ?? 0;
    }

    /// <summary>
    /// Work that has come for the first time. What open jobs offer again to a young scheduler has arrived before, and what
    /// is known already is no arrival: the caller leaves both out. They are in the backlog by themselves.
    /// </summary>
    public void Arrived(long codes, DateTimeOffset now) => _arrivals.Add(codes, now);

    /// <summary>As in <see cref="LeaseTable.Made"/>.</summary>
    public void Made(int codes) => _rate.Add(codes);

    /// <summary>The number by now; also watches how fast silos are.</summary>
    public ScalingDecision Decide(ScalingLoad load, DateTimeOffset now)
    {
        _rate.Observe(load, now);
        if (load.Silos > 0)
            _placesPerSilo = (double)load.Places / load.Silos;
        double rate = _rate.CodesPerSecond, steady = _arrivals.PerSecond(now) / rate;
        // What costs no code any more still has to be ended: it counts as one.
        double backlog = Math.Max(load.Codes, load.Pieces) / rate + load.Unrendered * _settings.Render.TotalSeconds;
        if (load.IsEmpty && steady == 0)
            _wanted = 0;
        else
        {
            int least = Whole(steady + backlog / _settings.DrainTime.TotalSeconds);
            int most = Whole(steady + _settings.Spare + backlog / _settings.KeepTime.TotalSeconds);
            _wanted = Math.Min(Math.Clamp(_wanted, least, Math.Max(least, most)), MostThatHelp(load, steady));
        }

        return new ScalingDecision(_wanted, steady, backlog, rate);
    }

    public ScalingMemory Remember(DateTimeOffset now) =>
        new(_rate.CodesPerSecond, _rate.KnownSeconds, _arrivals.PerSecond(now), _wanted, now, _placesPerSilo);

    /// <summary>What tenants' limits hold back is a backlog that no further silo makes smaller.</summary>
    private int MostThatHelp(ScalingLoad load, double steady) => load.HeldBack > 0 && _placesPerSilo > 0
        ? Whole(steady + (load.Pieces - load.HeldBack) / _placesPerSilo)
        : int.MaxValue;

    private static int Whole(double silos) => (int)Math.Clamp(Math.Ceiling(silos), 1, int.MaxValue);
}
