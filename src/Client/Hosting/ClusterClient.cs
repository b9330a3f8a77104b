using JanusCluster.Client.Telemetry;
using JanusCluster.Hosting.Settings;
using JanusCluster.Hosting.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace JanusCluster.Client.Hosting;

/// <summary>Adds an Orleans client that finds the cluster's silos through Redis.</summary>
internal static class ClusterClient
{
    private static readonly TimeSpan GatewayRefresh = TimeSpan.FromSeconds(10);

    /// <param name="waits">Wait for Redis and for silos to appear, instead of failing without them.</param>
    public static void AddClusterClient(this IHostApplicationBuilder builder, FrontSettings settings, bool waits) =>
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = settings.ClusterId);
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = settings.ResponseTimeout);
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = GatewayRefresh);
            client.UseRedisClustering(options => options.ConfigurationOptions = RedisAddress.Parse(settings.RedisConnection));
            client.Services.AddSingleton(settings);
            if (builder.ExportsTraces(settings.OtlpEndpoint))
                client.AddActivityPropagation();
            if (settings.Dashboard)
                client.AddJanusDashboard();
            if (waits)
                client.UseConnectionRetryFilter<ClusterWait>();
        });
}
