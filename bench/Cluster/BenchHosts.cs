using JanusCluster.Client.Delivery;
using JanusCluster.Client.Hosting;
using JanusCluster.Silo.Hosting;
using JanusCluster.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace JanusCluster.Bench.Cluster;

/// <summary>Hosts of one cluster in this process. The last that was started stops first.</summary>
internal sealed class BenchHosts : IAsyncDisposable
{
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(10);

    private readonly Stack<IHost> _running = [];

    public static HostApplicationBuilder Silo(SiloSettings settings)
    {
        HostApplicationBuilder builder = Empty();
        builder.AddJanusSilo(settings);
        return builder;
    }

    public static HostApplicationBuilder Client(string redis)
    {
        HostApplicationBuilder builder = Empty();
        builder.AddClusterClient(new FrontSettings { RedisConnection = redis }, waits: false);
        return builder;
    }

    public static HostApplicationBuilder Front(string redis, BlobStoreOptions blobs)
    {
        HostApplicationBuilder builder = Client(redis);
        builder.AddJanusFront("bench", blobs, new DeliveryOptions());
        return builder;
    }

    public async Task<IHost> StartAsync(HostApplicationBuilder builder, CancellationToken cancellationToken)
    {
        IHost host = builder.Build();
        _running.Push(host);
        await host.StartAsync(cancellationToken);
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        while (_running.TryPop(out IHost? host))
        {
            using var limit = new CancellationTokenSource(StopTime);
            try
            {
                await host.StopAsync(limit.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or AggregateException)
            {
                // It had its time, and nothing of it is needed any more.
            }

            await ((IAsyncDisposable)host).DisposeAsync();
        }
    }

    private static HostApplicationBuilder Empty()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        return builder;
    }
}
