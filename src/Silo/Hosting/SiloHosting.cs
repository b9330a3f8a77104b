using System.ComponentModel.DataAnnotations;
using System.Net;
using JanusCluster.Silo.Chat;
using JanusCluster.Silo.Jobs;
using JanusCluster.Silo.Models;
using JanusCluster.Silo.Placement;
using JanusCluster.Silo.Scheduling;
using JanusCluster.Silo.Tenants;
using JanusCluster.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Serialization;
using Orleans.Storage;
using StackExchange.Redis;

namespace JanusCluster.Silo.Hosting;

/// <summary>Adds a silo to a host: clustering, storage and reminders on Redis, the grains, and the model where one is set.</summary>
public static class SiloHosting
{
    /// <exception cref="ValidationException">A setting is missing or out of range; the message names it.</exception>
    public static IHostApplicationBuilder AddJanusSilo(this IHostApplicationBuilder builder, SiloSettings settings)
    {
        Validator.ValidateObject(settings, new ValidationContext(settings), validateAllProperties: true);
        if (settings.Model is { } model)
            Validator.ValidateObject(model, new ValidationContext(model), validateAllProperties: true);
        if (settings.Simulated is { } simulated)
            Validator.ValidateObject(simulated, new ValidationContext(simulated), validateAllProperties: true);

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(Redis(settings)));
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<OpenJobs>().AddSingleton<IShardStore, ShardResults>().AddSingleton<TenantUsageReader>();
        builder.Services.AddSingleton<SchedulerLives>().AddSingleton<ModelSilos>();
        builder.Services.AddSingleton<TurnLog>().AddSingleton<ConversationIndex>().AddSingleton<StoragePatience>();
        builder.Services.AddHostedService<ConversationExpiry>();
        builder.Services.TryAddSingleton(_ => BlobStores.Create(settings.Blobs));
        builder.UseOrleans(silo => Configure(silo, settings));
        if (settings.Model is not null)
            AddModel<EngineHost, ModelSettings>(builder.Services, settings.Model);
        else if (settings.Simulated is not null)
            AddModel<SimulatedHost, SimulatedSettings>(builder.Services, settings.Simulated);
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

    private static void Configure(ISiloBuilder silo, SiloSettings settings)
    {
        silo.Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = settings.ClusterId);
        silo.ConfigureEndpoints(IPAddress.Parse(settings.Address), settings.SiloPort, settings.GatewayPort);
        silo.UseRedisClustering(options => options.ConfigurationOptions = Redis(settings));
        silo.AddRedisGrainStorage(StorageNames.Grains, options => options.Configure<Serializer>((storage, serializer) =>
        {
            storage.ConfigurationOptions = Redis(settings);
            storage.DeleteStateOnClear = true;
            // State is stored under the aliases and numbers that the wire has: renaming a type or field loses nothing.
            storage.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
        }));
        silo.UseRedisReminderService(options => options.ConfigurationOptions = Redis(settings));
        silo.UseSiloMetadata(settings.Model is null && settings.Simulated is null ? [] : new() { [SiloRoles.Model] = "true" });
        silo.Services.AddPlacementDirector<ModelSiloPlacement, ModelSiloPlacementDirector>();
        silo.Services.AddPlacementFilter<ServesModelFilter, ServesModelFilterDirector>(ServiceLifetime.Transient);
        silo.Services.AddPlacementFilter<ControlSiloFilter, ControlSiloFilterDirector>(ServiceLifetime.Transient);
    }

    private static ConfigurationOptions Redis(SiloSettings settings)
    {
        ConfigurationOptions options = ConfigurationOptions.Parse(settings.RedisConnection);
        // Redis may start after us, or go away for a while: connecting goes on in the background.
        options.AbortOnConnectFail = false;
        return options;
    }
}
