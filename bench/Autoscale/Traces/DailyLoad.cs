using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Bench.Autoscale.Traces;

/// <summary>
/// A weekday: single images that people wait for, few at night and most in the evening, with a noise that lasts minutes; and
/// jobs of 100 to 10,000 images that come when they come.
/// </summary>
internal static class DailyLoad
{
    /// <summary>Seconds; arrivals within one come together.</summary>
    public const double Tick = 0.25;

    private const double Day = 86_400, MeanPerSecond = 36, JobsAnHour = 3, SmallestJob = 100, LargestJob = 10_000;
    private const double NoiseSeconds = 300, Noise = 0.12;
    private const int Tenants = 20;

    public static List<Submission> Create(double lead, double scale, int seed)
    {
        var random = new Random(seed);
        var all = new List<Submission>();
        double noise = 0, nextJob = Wait(random);
        for (double at = 0; at < Day; at += Tick)
        {
            // An Ornstein-Uhlenbeck process: its deviation is Noise, and it forgets within NoiseSeconds.
            noise += -noise * Tick / NoiseSeconds + Noise * Math.Sqrt(2 * Tick / NoiseSeconds) * Chance.Normal(random);
            double mean = MeanPerSecond * scale * Shape(at / Day) * Math.Max(0, 1 + noise) * Tick;
            if (Chance.Poisson(random, mean) is var images and > 0)
                all.Add(new Submission(lead + at, images, WorkClass.Interactive, random.Next(Tenants)));
            for (; nextJob <= at; nextJob += Wait(random))
            {
                double size = SmallestJob * Math.Pow(LargestJob / SmallestJob, random.NextDouble());
                all.Add(new Submission(lead + at, (int)(size * scale), WorkClass.Bulk, Tenants + random.Next(Tenants)));
            }
        }

        return all;
    }

    /// <summary>Around 1: a quarter at four in the morning, a dip at noon, most at eight in the evening.</summary>
    private static double Shape(double day) =>
        1 - 0.6 * Math.Cos(2 * Math.PI * (day - 4 / 24.0)) - 0.2 * Math.Cos(4 * Math.PI * (day - 1 / 24.0)) * Math.Sin(Math.PI * day);

    private static double Wait(Random random) => -Math.Log(1 - random.NextDouble()) * 3600 / JobsAnHour;
}
