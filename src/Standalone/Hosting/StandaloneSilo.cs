using JanusCluster.Client.Delivery;
using JanusCluster.Client.Hosting;
using JanusCluster.Silo.Hosting;
using JanusCluster.Standalone.Logging;
using JanusCluster.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JanusCluster.Standalone.Hosting;

/// <summary>Silo and front in one host.</summary>
internal static class StandaloneSilo
{
    public const string ClusterId = "janus";

    /// <param name="model">None makes a silo that only reads and changes what is stored.</param>
    public static IHost Build(DataFolder data, LocalRedis redis, int siloPort, int gatewayPort, ModelSettings? model, ILoggerProvider[] logs)
    {
        // Nothing of the machine's configuration: the process is what its command line says.
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
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
            Blobs = blobs,
        });
        if (model is null)
        {
            builder.Services.AddSingleton<IServedModel, NoModel>();
        }
        else
        {
            builder.Services.AddSingleton<IServedModel, LocalModel>();
            builder.AddJanusFront("standalone", blobs, new DeliveryOptions());
        }

        return builder.Build();
    }
}
