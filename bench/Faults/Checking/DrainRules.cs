using System.Diagnostics;
using JanusCluster.Bench.Faults.History;

namespace JanusCluster.Bench.Faults.Checking;

/// <summary>A process that is asked to end does so within its limit.</summary>
internal static class DrainRules
{
    public const string Slow = "drain-slow";

    public static IEnumerable<Violation> Find(
        IReadOnlyList<ProcessSignalled> signals, IReadOnlyList<ProcessExited> exits, TimeSpan limit)
    {
        Dictionary<string, long> exited = exits.GroupBy(exit => exit.Process).ToDictionary(exit => exit.Key, exit => exit.Min(one => one.At));
        foreach (ProcessSignalled drain in signals.Where(signal => signal.Signal == ProcessSignal.Drain))
        {
            TimeSpan? took = exited.TryGetValue(drain.Process, out long at) ? Stopwatch.GetElapsedTime(drain.At, at) : null;
            if (took is not { } time || time > limit)
                yield return new(Slow, drain.Process, took is null ? "it never ended" : $"it ended after {took.Value.TotalSeconds:F1} s");
        }
    }
}
