using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Bench.Autoscale.Traces;

/// <summary>The loads that the rule is measured with.</summary>
internal static class NamedTraces
{
    public const string Steady = "steady", Daily = "daily", Burst = "burst", Flood = "flood";

    private const double Minute = 60, Hour = 3600;

    public static IReadOnlyList<string> All { get; } = [Steady, Daily, Burst, Flood];

    /// <param name="lead">Seconds before anything comes: who knows of it needs them to start.</param>
    /// <param name="scale">How many times as much comes.</param>
    public static Trace Create(string name, double lead, double scale, int seed) => name switch
    {
        Steady => new Trace(name, Steadily(lead, 60 * scale, 3 * Hour, seed), Minute),
        Daily => new Trace(name, DailyLoad.Create(lead, scale, seed), Hour),
        Burst => new Trace(name, [new(lead, (int)(20_000 * scale), WorkClass.Bulk, 0)], Minute),
        Flood => new Trace(name, Flooding(lead, (int)(1_000 * scale)), Minute),
        _ => throw new ArgumentException($"There is no trace {name}."),
    };

    private static List<Submission> Steadily(double lead, double perSecond, double seconds, int seed)
    {
        var random = new Random(seed);
        var all = new List<Submission>();
        for (double at = 0; at < seconds; at += DailyLoad.Tick)
        {
            if (Chance.Poisson(random, perSecond * DailyLoad.Tick) is var images and > 0)
                all.Add(new Submission(lead + at, images, WorkClass.Interactive, random.Next(10)));
        }

        return all;
    }

    /// <summary>A hundred tenants within ten seconds.</summary>
    private static Submission[] Flooding(double lead, int each) =>
        [.. Enumerable.Range(0, 100).Select(tenant => new Submission(lead + tenant * 0.1, each, WorkClass.Bulk, tenant))];
}
