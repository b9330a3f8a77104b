using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace JanusCluster.Hosting.Telemetry;

/// <summary>
/// Counts by model and by one more label of few values. All of a model's counts are there from the moment when it is known, so
/// that the first one of a kind is seen as a rise from zero. Thread-safe.
/// </summary>
/// <param name="label">Name of the other label; null when there is none.</param>
/// <param name="values">Its values.</param>
public sealed class Tally(string? label, params IReadOnlyList<string> values)
{
    private readonly ConcurrentDictionary<string, long[]> _counts = new();
    private readonly int _kinds = Math.Max(1, values.Count);

    public void Know(string model) => CountsOf(model);

    /// <param name="kind">Position of the label's value.</param>
    public void Add(string model, int kind, long count) => Interlocked.Add(ref CountsOf(model)[kind], count);

    public IEnumerable<Measurement<long>> Read()
    {
        foreach ((string model, long[] counts) in _counts)
        {
            for (int kind = 0; kind < _kinds; kind++)
            {
                var ofModel = new KeyValuePair<string, object?>(MetricLabels.Model, model);
                long count = Volatile.Read(ref counts[kind]);
                yield return label is null ? new(count, ofModel) : new(count, ofModel, new(label, values[kind]));
            }
        }
    }

    private long[] CountsOf(string model) => _counts.GetOrAdd(model, static (_, kinds) => new long[kinds], _kinds);
}
