using JanusCluster.Bench.Faults.Bugs;
using JanusCluster.Bench.Faults.Disturbances;
using JanusCluster.Bench.Faults.History;
using JanusCluster.Bench.Faults.Processes;
using JanusCluster.Bench.Faults.Recording;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Jobs;
using JanusCluster.Silo.Models;
using JanusCluster.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Serialization;
using Orleans.Storage;
using StackExchange.Redis;

namespace JanusCluster.Bench.Faults.Nodes;

/// <summary>A silo of a run.</summary>
internal static class SiloNode
{
    public static void Add(
        HostApplicationBuilder builder, NodeSettings node, RunFolder folder, HistoryWriter history, SharedControls controls, CodeCounter counter)
    {
        builder.AddJanusSilo(Settings(node, folder));
        IServiceCollection services = builder.Services;
        services.AddSingleton<TimeProvider>(new JumpingTime(controls));
        services.AddSingleton<IOutgoingGrainCallFilter>(new RepeatingCalls(controls));
        if (node.Bug == FaultBug.NoFence)
            services.Decorate<IShardStore>((provider, store) => new UnfencedShardStore(store, provider.GetRequiredService<IConnectionMultiplexer>()));
        if (node.Bug == FaultBug.AckBeforeDurable)
        {
            services.Decorate<IGrainStorage>(
                (provider, storage) => new HastyGrainStorage(storage, provider.GetRequiredService<DeepCopier>()), StorageNames.Grains);
        }

        services.Decorate<IShardStore>((_, store) => new RecordingShardStore(store, history));
        if (node.Role == NodeRole.Model)
            services.Decorate<IModelHost>((_, host) => new RecordingModelHost(host, node.Process, history, counter));
    }

    private static SiloSettings Settings(NodeSettings node, RunFolder folder)
    {
        var settings = new SiloSettings
        {
            Name = node.Process,
            RedisConnection = node.Redis,
            ClusterId = NodeSettings.ClusterId,
            SiloPort = node.SiloPort,
            GatewayPort = node.GatewayPort,
            ResponseTimeout = NodeSettings.ResponseTimeout,
            CheckpointCodes = node.Model.CheckpointCodes,
            // Fronts are killed with pictures in hand: a run need not wait as long as users may.
            DeliveryLeaseTime = TimeSpan.FromSeconds(5),
            Blobs = new BlobStoreOptions { Path = folder.Blobs },
        };
        return node switch
        {
            { Role: NodeRole.Control } => settings,
            { Model.Path: { } path } => settings with { Model = new ModelSettings { Path = path, Device = "cpu", MaxImages = node.Model.Images } },
            _ => settings with
            {
                Simulated = new SimulatedSettings
                {
                    CodesPerImage = node.Model.CodesPerImage,
                    StepMilliseconds = node.Model.StepMilliseconds,
                    MaxImages = node.Model.Images,
                },
            },
        };
    }
}
