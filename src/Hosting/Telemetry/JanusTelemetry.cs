using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace JanusCluster.Hosting.Telemetry;

/// <summary>Exports the metrics and traces of a process: metrics to be scraped, both by OTLP where an endpoint is set.</summary>
public static class JanusTelemetry
{
    private const string StandardEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string StandardProtocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    private static readonly string[] Meters =
    [
        TelemetryNames.SiloMeter, TelemetryNames.ClientMeter, "Microsoft.Orleans", "System.Runtime",
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting",
    ];

    /// <summary>Calls between grains. Not the runtime's own ones, which come at all times.</summary>
    private const string GrainCalls = "Microsoft.Orleans.Application";

    /// <summary>Adds the exports; a second call in the same process changes nothing.</summary>
    /// <param name="service">Names the kind of process: janus-silo, janus-front.</param>
    /// <param name="instance">Names this one among them.</param>
    /// <param name="otlpEndpoint">Where to send both; null leaves it to OTEL_EXPORTER_OTLP_ENDPOINT, and without that nothing is sent.</param>
    public static IHostApplicationBuilder AddJanusTelemetry(
        this IHostApplicationBuilder builder, string service, string instance, Uri? otlpEndpoint = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.Any(known => known.ServiceType == typeof(TelemetryAdded)))
            return builder;
        builder.Services.AddSingleton<TelemetryAdded>();
        OpenTelemetryBuilder telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(service, serviceInstanceId: instance))
            .WithMetrics(metrics => metrics.AddMeter(Meters).AddPrometheusExporter(options =>
            {
                // Every label of a meter on each of its series would say the same.
                options.ScopeInfoEnabled = false;
            }));
        if (!builder.ExportsTraces(otlpEndpoint))
            return builder;

        telemetry.WithTracing(tracing => tracing
            .AddSource(TelemetryNames.Activities, GrainCalls)
            .AddAspNetCoreInstrumentation(options => options.Filter = context => !IsOfOperators(context.Request.Path))
            .SetSampler(TraceSampler.Create(builder.Configuration["OTEL_TRACES_SAMPLER_ARG"])));
        if (otlpEndpoint is null)
            telemetry.UseOtlpExporter();
        else
            telemetry.UseOtlpExporter(ProtocolOf(builder.Configuration[StandardProtocol]), otlpEndpoint);
        return builder;
    }

    /// <summary>Whether traces go anywhere: where they do not, calls between grains need not carry them.</summary>
    public static bool ExportsTraces(this IHostApplicationBuilder builder, Uri? otlpEndpoint)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return otlpEndpoint is not null || !string.IsNullOrEmpty(builder.Configuration[StandardEndpoint]);
    }

    private static OtlpExportProtocol ProtocolOf(string? name) =>
        name == "http/protobuf" ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;

    /// <summary>Probes and scrapes come every few seconds and say nothing of anybody's request.</summary>
    private static bool IsOfOperators(Microsoft.AspNetCore.Http.PathString path) =>
        path.StartsWithSegments("/health") || path.StartsWithSegments(MetricsEndpoint.Path) || path.StartsWithSegments("/dashboard");

    private sealed class TelemetryAdded;
}
