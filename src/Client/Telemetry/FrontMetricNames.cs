using JanusCluster.Hosting.Telemetry;

namespace JanusCluster.Client.Telemetry;

/// <summary>The front's own metrics; those of its HTTP requests are ASP.NET Core's. Labels: model (its id) and code (of an error).</summary>
public static class FrontMetricNames
{
    public static readonly MetricName Deliveries = new(
        "janus.deliveries", MetricKind.Counter, "Pictures brought to blob storage and acknowledged.");

    public static readonly MetricName DeliveriesFailed = new(
        "janus.deliveries.failed", MetricKind.Counter, "Tries to deliver a picture that failed, by the error's code; each is tried again.");

    public static readonly MetricName DeliveryTime = new(
        "janus.delivery", MetricKind.Histogram, "From a picture's lease for delivery until it was acknowledged.", "s");

    public static IReadOnlyList<MetricName> All { get; } = [Deliveries, DeliveriesFailed, DeliveryTime];
}
