using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace JanusCluster.Hosting.Telemetry;

/// <summary>Where Prometheus scrapes a process.</summary>
public static class MetricsEndpoint
{
    public const string Path = "/metrics";

    /// <param name="provider">Of the host whose metrics are shown, where that is not the one that serves HTTP.</param>
    public static IEndpointConventionBuilder MapJanusMetrics(this IEndpointRouteBuilder endpoints, MeterProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return endpoints.MapPrometheusScrapingEndpoint(
            Path, provider ?? endpoints.ServiceProvider.GetRequiredService<MeterProvider>(), configureBranchedPipeline: null, optionsName: null);
    }
}
