using JanusCluster.Client.Telemetry;
using JanusCluster.Hosting.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace JanusCluster.Client.Tests.Telemetry;

/// <summary>What a front exports, as Prometheus gets it.</summary>
public sealed class JanusTelemetryTests
{
    [Fact]
    public async Task Metrics_AfterDeliveries_HaveTheCataloguesNamesAndItsLabelsOnly()
    {
        string scraped = await ScrapeAsync(app =>
        {
            FrontMetrics metrics = app.Services.GetRequiredService<FrontMetrics>();
            metrics.Know("m@1");
            metrics.Delivered("m@1", TimeSpan.FromSeconds(2));
            metrics.DeliveryFailed("m@1", ErrorCode.ModelFailure);
        });
        string[] lines = [.. scraped.Split('\n').Where(line => line.StartsWith("janus_deliver", StringComparison.Ordinal))];
        string[] names = [.. lines.Select(line => line.Split('{')[0]).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(FrontMetricNames.All.SelectMany(name => name.Series).Order(StringComparer.Ordinal), names);
        Assert.Contains("janus_deliveries_total{model=\"m@1\"} 1", lines);
        Assert.Contains("janus_deliveries_failed_total{code=\"model_failure\",model=\"m@1\"} 1", lines);
        Assert.Contains("janus_deliveries_failed_total{code=\"unavailable\",model=\"m@1\"} 0", lines);
        Assert.Contains("janus_delivery_seconds_bucket{model=\"m@1\",le=\"2.5\"} 1", lines);
        Assert.Contains("janus_delivery_seconds_bucket{model=\"m@1\",le=\"1\"} 0", lines);
    }

    [Fact]
    public async Task Metrics_AddedTwice_AreExportedOnce()
    {
        string scraped = await ScrapeAsync(app => app.Services.GetRequiredService<FrontMetrics>().Know("m@2"));
        Assert.Single(scraped.Split('\n'), line => line.StartsWith("janus_deliveries_total{model=\"m@2\"}", StringComparison.Ordinal));
        Assert.Contains("service_name=\"janus-front\"", scraped, StringComparison.Ordinal);
    }

    private static async Task<string> ScrapeAsync(Action<WebApplication> work)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddMetrics().AddSingleton<FrontMetrics>();
        builder.AddJanusTelemetry("janus-front", "one").AddJanusTelemetry("janus-silo", "one");
        await using WebApplication app = builder.Build();
        app.MapJanusMetrics();
        await app.StartAsync(TestContext.Current.CancellationToken);
        work(app);
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri($"{address}{MetricsEndpoint.Path}"), TestContext.Current.CancellationToken);
    }
}
