using JanusCluster.Client.Delivery;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.Http;
using JanusCluster.Hosting.Telemetry;
using JanusCluster.Silo.Hosting;
using JanusCluster.Standalone.Logging;
using JanusCluster.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JanusCluster.Standalone.Hosting;

/// <summary>Silo and front in one host.</summary>
internal sealed class StandaloneSilo(DataFolder data, LocalRedis redis, int siloPort, int gatewayPort, ILoggerProvider[] logs)
{
    public const string ClusterId = "janus";

    /// <param name="model">None makes a silo that only reads and changes what is stored.</param>
    public IHost Build(ModelSettings? model)
    {
        // Nothing of the machine's configuration: the process is what its command line says.
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        Configure(builder, model);
        return builder.Build();
    }

    /// <summary>The same, with the HTTP API.</summary>
    public IHost Build(ModelSettings model, HttpSettings http)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.Services.AddRoutingCore();
        Configure(builder, model);
        builder.AddJanusTelemetry("janus", "standalone");
        builder.AddFrontWeb(http, redis.ConnectionString);
        WebApplication app = builder.Build();
        app.MapFrontWeb();
        return app;
    }

    private void Configure(IHostApplicationBuilder builder, ModelSettings? model)
    {
        builder.Logging.AddLogs(logs);
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        var blobs = new BlobStoreOptions { Path = data.Blobs };
        builder.AddJanusSilo(new SiloSettings
        {
            RedisConnection = redis.ConnectionString,
            SiloPort = siloPort,
            GatewayPort = gatewayPort,
            ClusterId = ClusterId,
            Model = model,
            // No other silo will come for it.
            Remembered = false,
            Blobs = blobs,
        });
        if (model is null)
        {
            builder.Services.AddSingleton<IServedModel, NoModel>();
            return;
        }

        builder.Services.AddSingleton<IServedModel, LocalModel>();
        builder.AddJanusFront("standalone", blobs, new DeliveryOptions());
    }
}
