using System.Diagnostics;

namespace JanusCluster.Hosting.Telemetry;

/// <summary>What the project's own meters and traces are called.</summary>
public static class TelemetryNames
{
    public const string SiloMeter = "JanusCluster.Silo";

    public const string ClientMeter = "JanusCluster.Client";

    public const string Activities = "JanusCluster";

    /// <summary>All spans of the project's own begin here; it costs nothing while nobody listens.</summary>
    public static ActivitySource Source { get; } = new(Activities);
}
