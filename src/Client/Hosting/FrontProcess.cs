using JanusCluster.Client.Http;
using JanusCluster.Client.Telemetry;
using JanusCluster.Hosting.Processes;
using JanusCluster.Hosting.Settings;
using JanusCluster.Hosting.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JanusCluster.Client.Hosting;

/// <summary>A front as a process of its own.</summary>
internal static partial class FrontProcess
{
    /// <summary>For all that comes after the pictures under way.</summary>
    private static readonly TimeSpan StopMargin = TimeSpan.FromSeconds(5);

    /// <exception cref="SettingsException">A setting is wrong.</exception>
    public static WebApplication Build(string[] args)
    {
        WebApplicationBuilder builder = ServiceProcess.CreateBuilder(args, FrontSettings.Section, () => WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }));
        FrontSettings settings = SettingsSection.Read<FrontSettings>(builder.Configuration, FrontSettings.Section);
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = settings.Delivery.FinishTime + StopMargin);
        builder.AddClusterClient(settings, waits: true);
        builder.AddJanusFront(settings.NameOrDefault(), settings.Blobs, settings.Delivery);
        builder.AddJanusTelemetry("janus-front", settings.NameOrDefault(), settings.OtlpEndpoint);
        builder.AddFrontWeb(settings.Http, settings.RedisConnection);
        WebApplication app = builder.Build();
        app.MapFrontWeb();
        if (settings.Dashboard)
            app.MapJanusDashboard();
        return app;
    }

    /// <summary>Runs until <paramref name="stopping"/>; pictures under way are finished then.</summary>
    public static async Task RunAsync(WebApplication host, CancellationToken stopping)
    {
        FrontSettings settings = host.Services.GetRequiredService<FrontSettings>();
        ILogger logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(FrontProcess));
        try
        {
            await host.StartAsync(stopping);
            LogConnected(logger, settings.NameOrDefault(), settings.ClusterId, string.Join(", ", host.Urls));
            await Task.Delay(Timeout.InfiniteTimeSpan, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            LogStopping(logger, settings.NameOrDefault());
        }

        try
        {
            await host.StopAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is OperationCanceledException or AggregateException)
        {
            // It had its time: what is not delivered is handed out again.
            LogStopFailed(logger, e);
        }
    }

    [LoggerMessage(LogLevel.Information, "Front {Name} is connected to cluster {Cluster}, and listens at {Addresses}")]
    private static partial void LogConnected(ILogger logger, string name, string cluster, string addresses);

    [LoggerMessage(LogLevel.Information, "Front {Name} finishes what is under way, and stops")]
    private static partial void LogStopping(ILogger logger, string name);

    [LoggerMessage(LogLevel.Warning, "Not all could be finished in time")]
    private static partial void LogStopFailed(ILogger logger, Exception exception);
}
