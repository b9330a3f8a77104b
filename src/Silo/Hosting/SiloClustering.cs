using System.Net;
using JanusCluster.Hosting.Settings;
using JanusCluster.Silo.Placement;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Serialization;
using Orleans.Storage;

namespace JanusCluster.Silo.Hosting;

/// <summary>Orleans as the silo's settings say: its place in the cluster, storage on Redis, placement.</summary>
internal static class SiloClustering
{
    /// <param name="traces">Calls of grains carry the trace that they belong to.</param>
    public static void AddJanusClustering(this ISiloBuilder silo, SiloSettings settings, bool traces)
    {
        silo.Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = settings.ClusterId);
        silo.Configure<SiloOptions>(options => options.SiloName = settings.NameOrDefault());
        silo.ConfigureEndpoints(
            IPAddress.Parse(settings.Address), settings.SiloPort, settings.GatewayPort, settings.ListenOnAllAddresses);
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = settings.ResponseTimeout);
        silo.Configure<ClusterMembershipOptions>(options => Configure(options, settings.FailureDetection));
        silo.AddIncomingGrainCallFilter<StorageErrorFilter>();
        if (traces)
            silo.AddActivityPropagation();
        if (settings.Dashboard)
            silo.AddDashboard(options => options.HideTrace = true);
        silo.UseRedisClustering(options => options.ConfigurationOptions = RedisAddress.Parse(settings.RedisConnection));
        silo.AddRedisGrainStorage(StorageNames.Grains, options => options.Configure<Serializer>((storage, serializer) =>
        {
            storage.ConfigurationOptions = RedisAddress.Parse(settings.RedisConnection);
            storage.DeleteStateOnClear = true;
            // State is stored under the aliases and numbers that the wire has: renaming a type or field loses nothing.
            storage.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
        }));
        silo.UseRedisReminderService(options => options.ConfigurationOptions = RedisAddress.Parse(settings.RedisConnection));
        silo.UseSiloMetadata(SiloRoles.Of(settings));
        silo.Services.AddPlacementDirector<ModelSiloPlacement, ModelSiloPlacementDirector>();
        silo.Services.AddPlacementFilter<ServesModelFilter, ServesModelFilterDirector>(ServiceLifetime.Transient);
        silo.Services.AddPlacementFilter<ControlSiloFilter, ControlSiloFilterDirector>(ServiceLifetime.Transient);
    }

    private static void Configure(ClusterMembershipOptions options, FailureDetectionSettings settings)
    {
        options.ProbeTimeout = settings.ProbeTimeout;
        options.MaxProbeTimeout = settings.MaxProbeTimeout;
        options.NumMissedProbesLimit = settings.MissedProbes;
        options.TableRefreshTimeout = settings.TableRefresh;
        options.IAmAliveTablePublishTimeout = settings.SignOfLife;
    }
}
