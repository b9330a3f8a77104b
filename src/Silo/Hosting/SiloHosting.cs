using JanusCluster.Hosting.Settings;
using JanusCluster.Hosting.Telemetry;
using JanusCluster.Silo.Batches;
using JanusCluster.Silo.Chat;
using JanusCluster.Silo.Files;
using JanusCluster.Silo.Health;
using JanusCluster.Silo.Jobs;
using JanusCluster.Silo.Kubernetes;
using JanusCluster.Silo.Models;
using JanusCluster.Silo.Scheduling;
using JanusCluster.Silo.Telemetry;
using JanusCluster.Silo.Tenants;
using JanusCluster.Silo.Webhooks;
using JanusCluster.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StackExchange.Redis;

namespace JanusCluster.Silo.Hosting;

/// <summary>Adds a silo to a host: clustering, storage and reminders on Redis, the grains, and the model where one is set.</summary>
public static class SiloHosting
{
    /// <summary>For all that comes after the drain: results are written, grains deactivated, the cluster left.</summary>
    private static readonly TimeSpan StopMargin = TimeSpan.FromSeconds(15);

    /// <exception cref="SettingsException">A setting is missing or out of range; the message names it.</exception>
    public static IHostApplicationBuilder AddJanusSilo(this IHostApplicationBuilder builder, SiloSettings settings)
    {
        SettingsRules.Check(settings, SiloSettings.Section);

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(RedisAddress.Parse(settings.RedisConnection)));
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<OpenJobs>().AddSingleton<IShardStore, ShardResults>().AddSingleton<TenantUsageReader>();
        builder.Services.AddSingleton<TenantIndex>().AddSingleton<ApiKeyIndex>().AddSingleton<TenantKeys>();
        builder.Services.AddSingleton<FileIndex>().AddSingleton<StoredBytes>().AddSingleton<BatchIndex>().AddSingleton<WebhookDeliveries>();
        builder.Services.AddSingleton<GrainLives>().AddSingleton<ModelSilos>().AddSingleton<ScalingMemories>().AddSingleton<ExpiryRounds>();
        builder.Services.TryAddSingleton<RecordClock>();
        builder.Services.AddSingleton<TurnLog>().AddSingleton<ConversationIndex>().AddSingleton<StoragePatience>();
        builder.Services.TryAddSingleton(_ => BlobStores.Create(settings.Blobs));
        builder.Services.AddSingleton<Draining>();
        builder.Services.AddMetrics().AddSingleton<QueueBoard>().AddSingleton<SiloMetrics>();
        builder.Services.AddSiloHealth(servesModel: settings is not { Model: null, Simulated: null });
        // Services start in the order in which they are added, and stop in the reverse one: what is added behind Orleans
        // still has a working cluster while it drains.
        bool traces = builder.ExportsTraces(settings.OtlpEndpoint);
        if (settings.HttpPort != 0 || traces)
            builder.AddJanusTelemetry("janus-silo", settings.NameOrDefault(), settings.OtlpEndpoint);
        if (settings.HttpPort != 0)
            builder.Services.AddHostedService<SiloHttp>();
        builder.Services.AddHostedService<RedisWait>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = settings.DrainTime + StopMargin);
        builder.UseOrleans(silo => silo.AddJanusClustering(settings, traces));
        builder.Services.AddHostedService<ConversationExpiry>();
        builder.Services.AddHostedService<FileExpiry>();
        builder.Services.AddHostedService<JobExpiry>();
        if (settings.DeletionCost)
            builder.Services.AddDeletionCosts();
        if (settings.Model is not null)
            AddModel<EngineHost, ModelSettings>(builder.Services, settings.Model);
        else if (settings.Simulated is not null)
            AddModel<SimulatedHost, SimulatedSettings>(builder.Services, settings.Simulated);
        if (settings is { Remembered: true } and not { Model: null, Simulated: null })
            builder.Services.AddHostedService<ModelAnnouncement>();
        return builder;
    }

    private static void AddModel<THost, TSettings>(IServiceCollection services, TSettings settings)
        where THost : class, IModelHost, IHostedService
        where TSettings : class
    {
        services.AddSingleton(settings);
        services.AddSingleton<THost>();
        services.AddSingleton<IModelHost>(provider => provider.GetRequiredService<THost>());
        services.AddHostedService(provider => provider.GetRequiredService<THost>());
        services.AddSingleton<LeaseBook>().AddSingleton<ShardWriter>().AddSingleton<ItemRunner>();
        services.AddSingleton<RunningReports>().AddSingleton<ChatTurns>();
        // Added after the silo and the model, so it stops before them: draining needs both.
        services.AddHostedService<LeasePump>();
    }
}
