using System.Diagnostics.Metrics;
using JanusCluster.Hosting.Telemetry;

namespace JanusCluster.Client.Telemetry;

/// <summary>The front's instruments; what they are called is in <see cref="FrontMetricNames"/>. Thread-safe.</summary>
internal sealed class FrontMetrics
{
    private static readonly double[] Times = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    private readonly Tally _delivered = new(null);
    private readonly Tally _failed = new(MetricLabels.Code, MetricLabels.ValuesOf<ErrorCode>());
    private readonly Histogram<double> _time;

    public FrontMetrics(IMeterFactory meters)
    {
        var instruments = new Instruments(meters.Create(TelemetryNames.ClientMeter));
        instruments.Counter(FrontMetricNames.Deliveries, _delivered.Read);
        instruments.Counter(FrontMetricNames.DeliveriesFailed, _failed.Read);
        _time = instruments.Histogram(FrontMetricNames.DeliveryTime, Times);
    }

    /// <summary>The front delivers pictures of this model from now on.</summary>
    public void Know(string model)
    {
        _delivered.Know(model);
        _failed.Know(model);
    }

    public void Delivered(string model, TimeSpan elapsed)
    {
        _delivered.Add(model, 0, 1);
        _time.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>(MetricLabels.Model, model));
    }

    public void DeliveryFailed(string model, ErrorCode code) => _failed.Add(model, (int)code, 1);
}
