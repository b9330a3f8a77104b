using System.Net;
using System.Net.Sockets;
using JanusCluster.Hosting.Health;
using JanusCluster.Hosting.Settings;
using JanusCluster.Hosting.Telemetry;
using JanusCluster.Silo.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;

namespace JanusCluster.Silo.Hosting;

/// <summary>
/// A silo's port for probes and Prometheus. A service of the silo's host with a small web host inside, and not the host itself:
/// so it is the first to start and the last to stop, and answers while the silo waits for Redis and while it drains. It also
/// goes with any host that a silo is added to.
/// </summary>
internal sealed partial class SiloHttp(IServiceProvider silo, SiloSettings settings, ILogger<SiloHttp> logger)
    : IHostedService, IAsyncDisposable
{
    private const int MaxConnections = 100, MaxHeaderBytes = 8 * 1024;
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(2);

    private WebApplication? _app;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Its gauges are to be there from the beginning, and nothing else may need them so soon.
        silo.GetRequiredService<SiloMetrics>();
        _app = Build();
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new SettingsException(
                $"{SiloSettings.Section}:{nameof(SiloSettings.HttpPort)}: {settings.HttpAddress}:{settings.HttpPort} cannot be listened on: {(e.InnerException ?? e).Message}.");
        }

        LogListening(settings.HttpAddress, settings.HttpPort);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_app is null)
            return;
        using var limit = new CancellationTokenSource(StopTime);
        await _app.StopAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is { } app)
            await app.DisposeAsync();
    }

    private WebApplication Build()
    {
        // An empty one: the silo's configuration and logs are not this host's, and its signals are not either.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Configure);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton(silo.GetRequiredService<HealthCheckService>());
        WebApplication app = builder.Build();
        app.MapJanusHealth();
        app.MapJanusMetrics(silo.GetRequiredService<MeterProvider>());
        return app;
    }

    private void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = 0;
        options.Limits.MaxConcurrentConnections = MaxConnections;
        options.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        options.Listen(IPAddress.Parse(settings.HttpAddress), settings.HttpPort);
    }

    /// <summary>It lives as long as the silo's host.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Information, "Health and metrics are at http://{Address}:{Port}")]
    private partial void LogListening(string address, int port);
}
