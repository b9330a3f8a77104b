using JanusCluster.Contracts.Delivery;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Model.Checkpoints.Initial;
using JanusCluster.Model.Configuration;
using JanusCluster.Silo.Hosting;
using JanusCluster.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JanusCluster.Silo.Tests.Hosting;

/// <summary>A silo with a random nano model on a real Redis; it can be stopped and started again on the same data.</summary>
public class SiloFixture : IAsyncLifetime
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);
    private readonly RedisServer _redis = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("janus-silo-").FullName;
    private IHost? _host;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public IServiceProvider Services => _host!.Services;

    public IBlobStore Blobs => Services.GetRequiredService<IBlobStore>();

    public ModelDescription Model { get; private set; } = null!;

    public IModelGrain ModelGrain => Grains.GetGrain<IModelGrain>(
        Services.GetRequiredService<ILocalSiloDetails>().SiloAddress.ToParsableString());

    public async ValueTask InitializeAsync()
    {
        await _redis.StartAsync();
        CheckpointInitializer.Write(Presets.Nano, Path.Combine(_directory, "model"));
        await StartAsync();
    }

    public async Task StartAsync()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddConsole();
        builder.AddJanusSilo(new SiloSettings
        {
            RedisConnection = _redis.Connection,
            SiloPort = RedisServer.FreePort(),
            GatewayPort = RedisServer.FreePort(),
            Model = new ModelSettings { Path = Path.Combine(_directory, "model") },
            Blobs = new BlobStoreOptions { Path = Path.Combine(_directory, "blobs") },
        });
        Configure(builder.Services);
        _host = builder.Build();
        await _host.StartAsync();
        Model = await ModelGrain.DescribeAsync();
    }

    /// <summary>For tests that put something else in a service's place.</summary>
    protected virtual void Configure(IServiceCollection services)
    {
    }

    public async Task StopAsync()
    {
        using var limit = new CancellationTokenSource(StopLimit);
        await _host!.StopAsync(limit.Token);
        _host.Dispose();
    }

    public JobSpecification Job(int images, string fingerprint = "f") => new(
        Model.Id, "test", fingerprint, Model.CodesPerImage,
        [.. Enumerable.Range(0, images).Select(i => new ImageRequest($"item-{i}", $"a picture of {i}", 1, i, new ImageSettings()))]);

    /// <summary>Does a front's work, without blobs, until <paramref name="job"/> is final.</summary>
    public async Task<JobStatus> DeliverAsync(IJobGrain job, CancellationToken cancellationToken)
    {
        IDeliveryGrain delivery = Grains.GetGrain<IDeliveryGrain>(Model.Id);
        while (true)
        {
            JobStatus status = await job.GetStatusAsync();
            if (status.IsFinal)
                return status;
            foreach (DeliveryWork work in await delivery.LeaseAsync("test", 16, cancellationToken))
            {
                UndeliveredImage image = work.Image;
                await Grains.GetGrain<IJobShardGrain>(image.Shard).AcknowledgeDeliveryAsync(
                    image.Position, new DeliveryReceipt($"{image.Index}.png", "00", 1, TimeProvider.System.GetUtcNow()));
                await delivery.ReturnAsync([work.Lease], delivered: true);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _redis.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
        GC.SuppressFinalize(this);
    }
}
