namespace JanusCluster.Silo.Scheduling;

/// <summary>How many silos a model wants, and why.</summary>
/// <param name="Wanted">Whole silos; 0 only when nothing is left to do and nothing arrives regularly.</param>
/// <param name="Steady">Silos that the regular arrivals keep busy.</param>
/// <param name="Backlog">Seconds that one silo needs for all that is left; 0 exactly when nothing is.</param>
/// <param name="CodesPerSecond">What one busy silo is taken to make.</param>
internal readonly record struct ScalingDecision(int Wanted, double Steady, double Backlog, double CodesPerSecond);

/// <summary>What a new life of a scheduler should know of the last one's. To be stored every half minute or so.</summary>
/// <param name="CodesPerSecond">Of one busy silo.</param>
/// <param name="KnownSeconds">For how long that was watched, at most <see cref="SiloRate.Memory"/>.</param>
/// <param name="ArrivingCodesPerSecond">Regular arrivals.</param>
/// <param name="At">When this was so. The regular arrivals and the number wanted are forgotten when it is too long ago; the rate is not.</param>
/// <param name="PlacesPerSilo">Items that one silo runs at a time; 0 while that is not known.</param>
internal sealed record ScalingMemory(
    double CodesPerSecond, double KnownSeconds, double ArrivingCodesPerSecond, int Wanted, DateTimeOffset At, double PlacesPerSilo = 0);
