using JanusCluster.Bench.Faults.Nodes;
using JanusCluster.Bench.Faults.Plan;
using JanusCluster.Model.Checkpoints.Initial;
using JanusCluster.Model.Configuration;

namespace JanusCluster.Bench.Faults.Kills;

/// <summary>A cluster of processes whose silos serve the real engine with a nano model of random weights.</summary>
internal static class NanoCluster
{
    public const int CheckpointCodes = 16;

    /// <param name="images">Images that run on a silo at a time.</param>
    /// <param name="modelFolder">Where the model is, or will be.</param>
    public static Task<TestBed> StartAsync(ClusterShape shape, int images, string modelFolder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(modelFolder))
            CheckpointInitializer.Write(Presets.Nano, modelFolder);
        var model = new NodeModel(modelFolder, Presets.Nano.Config.Vq.CodesPerImage, StepMilliseconds: 0, images, CheckpointCodes);
        return TestBed.StartAsync(shape, model, seed: 0, FaultBug.None, cancellationToken);
    }
}
