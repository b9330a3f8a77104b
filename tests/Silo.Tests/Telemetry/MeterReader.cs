using System.Diagnostics.Metrics;
using JanusCluster.Hosting.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace JanusCluster.Silo.Tests.Telemetry;

/// <summary>Reads the instruments of one host, among the many that tests have in a process.</summary>
internal sealed class MeterReader : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, List<(double Value, Dictionary<string, string> Labels)>> _read = [];
    private readonly Lock _lock = new();

    public MeterReader(IServiceProvider host)
    {
        object scope = host.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == scope)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) => Add(instrument, value, labels));
        _listener.SetMeasurementEventCallback<double>((instrument, value, labels, _) => Add(instrument, value, labels));
        _listener.Start();
    }

    /// <summary>What a gauge or counter shows now where it has this label, or any; null when it shows nothing.</summary>
    public double? Now(MetricName name, string? label = null)
    {
        lock (_lock)
            _read.Remove(name.Instrument);
        _listener.RecordObservableInstruments();
        double[] values = Values(name, label);
        return values.Length == 0 ? null : values.Sum();
    }

    /// <summary>All that was recorded since this reader began.</summary>
    public double[] Values(MetricName name, string? label = null)
    {
        lock (_lock)
            return [.. _read.GetValueOrDefault(name.Instrument, []).Where(one => label is null || one.Labels.ContainsValue(label)).Select(one => one.Value)];
    }

    public async Task BecomesAsync(MetricName name, string? label, double? wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (Now(name, label) != wanted)
            await Task.Delay(50, limit.Token);
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var known = labels.ToArray().ToDictionary(label => label.Key, label => label.Value!.ToString()!);
        lock (_lock)
        {
            if (!_read.TryGetValue(instrument.Name, out var values))
                _read[instrument.Name] = values = [];
            values.Add((value, known));
        }
    }
}
