using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Models;
using JanusCluster.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JanusCluster.Silo.Tests.Hosting;

/// <summary>A cluster of real silos with simulated engines on a real Redis, all in this process.</summary>
public sealed class SimulatedSilos : IAsyncDisposable
{
    public const int Codes = 64;

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(40);
    private readonly RedisServer _redis = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("janus-silos-").FullName;
    private readonly List<IHost> _hosts = [];
    private bool _traces;

    /// <summary>Of a silo that runs.</summary>
    public IServiceProvider Services => _hosts[0].Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public ModelDescription Model { get; private set; } = null!;

    public ISchedulerGrain Scheduler => Grains.GetGrain<ISchedulerGrain>(Model.Id);

    /// <summary>Starts a cluster with a control silo, which stays to the end.</summary>
    /// <param name="traces">As <see cref="NoCollector"/> for all of its silos.</param>
    public static async Task<SimulatedSilos> StartAsync(bool traces = false)
    {
        var silos = new SimulatedSilos { _traces = traces };
        await silos._redis.StartAsync();
        await silos.AddAsync(null);
        silos.Model = await new SimulatedHost(new SimulatedSettings { CodesPerImage = Codes }, TimeProvider.System).DescribeAsync(default);
        return silos;
    }

    public Task<IHost> AddModelAsync(double stepMilliseconds, int places = 4) =>
        AddAsync(new SimulatedSettings { CodesPerImage = Codes, StepMilliseconds = stepMilliseconds, MaxImages = places });

    /// <summary>All calls of grains carry traces, which go nowhere.</summary>
    public static Uri NoCollector { get; } = new("http://127.0.0.1:9");

    /// <summary>Ends a silo as SIGTERM does.</summary>
    public async Task DrainAsync(IHost host)
    {
        using var limit = new CancellationTokenSource(StopLimit);
        await host.StopAsync(limit.Token);
        host.Dispose();
        _hosts.Remove(host);
    }

    public IJobGrain Job(string tenant = "test") =>
        Grains.GetGrain<IJobGrain>(new JobKey(tenant, Guid.NewGuid().ToString("N")).ToString());

    public JobSpecification Images(int count) => new(
        Model.Id, "test", "f", Codes,
        [.. Enumerable.Range(0, count).Select(i => new ImageRequest($"item-{i}", $"a picture of {i}", 1, i, new ImageSettings()))]);

    /// <summary>Follows a job until it is as wanted.</summary>
    public static async Task<JobStatus> WaitAsync(IJobGrain job, Func<JobStatus, bool> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            JobStatus status = await job.GetStatusAsync().WaitAsync(limit.Token);
            if (wanted(status))
                return status;
            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>Watches the queue until it is as wanted: a scheduler that lived on a silo that ended rebuilds it elsewhere.</summary>
    public async Task QueueBecomesAsync(Func<QueueStatus, bool> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!wanted(await Scheduler.GetStatusAsync().WaitAsync(limit.Token)))
            await Task.Delay(50, limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IHost host in _hosts.ToArray().Reverse())
            await DrainAsync(host);
        await _redis.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<IHost> AddAsync(SimulatedSettings? model)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Error).AddConsole();
        builder.AddJanusSilo(new SiloSettings
        {
            RedisConnection = _redis.Connection,
            SiloPort = RedisServer.FreePort(),
            GatewayPort = RedisServer.FreePort(),
            Simulated = model,
            CheckpointCodes = 16,
            OtlpEndpoint = _traces ? NoCollector : null,
            Blobs = new BlobStoreOptions { Path = Path.Combine(_directory, "blobs") },
        });
        IHost host = builder.Build();
        await host.StartAsync();
        _hosts.Add(host);
        return host;
    }
}
