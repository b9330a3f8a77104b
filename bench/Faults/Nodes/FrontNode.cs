using JanusCluster.Bench.Faults.Bugs;
using JanusCluster.Bench.Faults.Disturbances;
using JanusCluster.Bench.Faults.History;
using JanusCluster.Bench.Faults.Processes;
using JanusCluster.Bench.Faults.Recording;
using JanusCluster.Client.Delivery;
using JanusCluster.Client.Hosting;
using JanusCluster.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace JanusCluster.Bench.Faults.Nodes;

/// <summary>A front of a run.</summary>
internal static class FrontNode
{
    /// <summary>Short runs have no time for long pauses.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    public static void Add(
        HostApplicationBuilder builder, NodeSettings node, RunFolder folder, HistoryWriter history, SharedControls controls)
    {
        var settings = new FrontSettings
        {
            Name = node.Process,
            RedisConnection = node.Redis,
            ClusterId = NodeSettings.ClusterId,
            ResponseTimeout = NodeSettings.ResponseTimeout,
            Blobs = new BlobStoreOptions { Path = folder.Blobs },
            Delivery = new DeliveryOptions { LongestPause = LongestPause },
        };
        builder.AddClusterClient(settings, waits: true);
        builder.AddJanusFront(node.Process, settings.Blobs, settings.Delivery);
        IServiceCollection services = builder.Services;
        services.AddSingleton<TimeProvider>(new JumpingTime(controls));
        services.AddSingleton<IOutgoingGrainCallFilter>(new RepeatingCalls(controls));
        // The record is innermost: it knows what really came to be.
        services.Decorate<IBlobStore>((_, store) => new RecordingBlobStore(store, history));
        if (node.Bug == FaultBug.DoubleDeliver)
            services.Decorate<IBlobStore>((_, store) => new DoubleBlobStore(store));
        services.Decorate<IBlobStore>((_, store) => new FailingBlobStore(store, controls));
    }
}
