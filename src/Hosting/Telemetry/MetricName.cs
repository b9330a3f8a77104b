namespace JanusCluster.Hosting.Telemetry;

/// <summary>A metric: what its instrument is called, and what it is called where it is scraped.</summary>
/// <param name="Instrument">Words with dots between them, without unit.</param>
/// <param name="Unit">s for seconds; nothing for a number of things or a share of 1.</param>
public sealed record MetricName(string Instrument, MetricKind Kind, string Description, string Unit = "")
{
    /// <summary>Its name in Prometheus, as the exporter makes it: underscores, the unit's suffix, and _total for a counter.</summary>
    public string Exported => Instrument.Replace('.', '_') + UnitSuffix + (Kind == MetricKind.Counter ? "_total" : "");

    /// <summary>Names of the series that are scraped: a histogram's are its buckets, sum and count.</summary>
    public IReadOnlyList<string> Series => Kind == MetricKind.Histogram
        ? [$"{Exported}_bucket", $"{Exported}_sum", $"{Exported}_count"]
        : [Exported];

    private string UnitSuffix => Unit switch
    {
        "" => "",
        "s" => "_seconds",
        _ => throw new NotSupportedException($"{Instrument} is measured in {Unit}."),
    };
}

public enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}
