using System.Diagnostics.Metrics;

namespace JanusCluster.Hosting.Telemetry;

/// <summary>Makes instruments of a meter by what a catalogue says of them.</summary>
public sealed class Instruments(Meter meter)
{
    /// <param name="bounds">Of the buckets, rising.</param>
    public Histogram<double> Histogram(MetricName name, IReadOnlyList<double> bounds)
    {
        Check(name, MetricKind.Histogram);
        return meter.CreateHistogram(
            name.Instrument, name.Unit, name.Description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
    }

    public Counter<long> Counter(MetricName name)
    {
        Check(name, MetricKind.Counter);
        return meter.CreateCounter<long>(name.Instrument, name.Unit, name.Description);
    }

    /// <param name="read">Called from any thread each time that somebody looks.</param>
    public void Counter(MetricName name, Func<IEnumerable<Measurement<long>>> read)
    {
        Check(name, MetricKind.Counter);
        meter.CreateObservableCounter(name.Instrument, read, name.Unit, name.Description);
    }

    /// <inheritdoc cref="Counter(MetricName, Func{IEnumerable{Measurement{long}}})"/>
    public void Gauge<T>(MetricName name, Func<IEnumerable<Measurement<T>>> read)
        where T : struct
    {
        Check(name, MetricKind.Gauge);
        meter.CreateObservableGauge(name.Instrument, read, name.Unit, name.Description);
    }

    private static void Check(MetricName name, MetricKind kind)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Kind != kind)
            throw new ArgumentException($"{name.Instrument} is a {name.Kind}, not a {kind}.", nameof(name));
    }
}
