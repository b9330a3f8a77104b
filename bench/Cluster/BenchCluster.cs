using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Hosting.Processes;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Models;
using JanusCluster.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace JanusCluster.Bench.Cluster;

/// <summary>
/// A control silo, silos with simulated models, and a client, all in this process and talking over TCP, with a
/// redis-server of their own.
/// </summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    private static readonly TimeSpan ReadyTime = TimeSpan.FromMinutes(1), Pause = TimeSpan.FromMilliseconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("janus-bench-").FullName;
    private readonly SimulatedSettings _model;
    private readonly BenchHosts _hosts = new();
    private RedisProcess? _redis;
    private IHost? _client;
    private int _modelSilos;

    private BenchCluster(SimulatedSettings model) => _model = model;

    public RedisProcess Redis => _redis!;

    /// <summary>A client's, as a front has them.</summary>
    public IGrainFactory Grains => _client!.Services.GetRequiredService<IGrainFactory>();

    /// <summary>What the model silos serve.</summary>
    public ModelDescription Model { get; private set; } = null!;

    /// <exception cref="IOException">There is no redis-server.</exception>
    public static async Task<BenchCluster> StartAsync(SimulatedSettings model, int modelSilos, CancellationToken cancellationToken)
    {
        var cluster = new BenchCluster(model);
        try
        {
            using (var described = new SimulatedHost(model, TimeProvider.System))
                cluster.Model = await described.DescribeAsync(cancellationToken);
            cluster._redis = await RedisProcess.StartAsync(cluster._folder, cancellationToken);
            await cluster._hosts.StartAsync(BenchHosts.Silo(cluster.Settings(null)), cancellationToken);
            cluster._client = await cluster._hosts.StartAsync(BenchHosts.Client(cluster.Redis.Address), cancellationToken);
            await cluster.GrowAsync(modelSilos, cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds silos until there are so many that serve the model, and waits until they all ask for work.</summary>
    public async Task GrowAsync(int modelSilos, CancellationToken cancellationToken)
    {
        while (_modelSilos < modelSilos)
        {
            await _hosts.StartAsync(BenchHosts.Silo(Settings(_model)), cancellationToken);
            _modelSilos++;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ReadyTime);
        while ((await Grains.GetGrain<ISchedulerGrain>(Model.Id).GetInstancesAsync()).Count < modelSilos)
            await Task.Delay(Pause, limit.Token);
    }

    /// <summary>Starts a front that delivers pictures into a folder.</summary>
    public Task StartFrontAsync(CancellationToken cancellationToken) =>
        _hosts.StartAsync(BenchHosts.Front(Redis.Address, Blobs), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _hosts.DisposeAsync();
        if (_redis is { } redis)
            await redis.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Where pictures go.</summary>
    public BlobStoreOptions Blobs => new() { Path = Path.Combine(_folder, "blobs") };

    private SiloSettings Settings(SimulatedSettings? model)
    {
        int[] ports = FreePorts.Find(2);
        return new SiloSettings
        {
            Name = $"silo-{ports[0]}",
            RedisConnection = Redis.Address,
            SiloPort = ports[0],
            GatewayPort = ports[1],
            Simulated = model,
            Blobs = Blobs,
        };
    }
}
