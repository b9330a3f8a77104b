using System.Text.Json;

namespace JanusCluster.Bench.Faults.Nodes;

internal enum NodeRole
{
    /// <summary>A silo that serves the model.</summary>
    Model = 0,
    /// <summary>A silo without a model.</summary>
    Control = 1,
    /// <summary>Delivers pictures.</summary>
    Front = 2,
}

/// <summary>A deliberate mistake, to see that the checker finds it.</summary>
internal enum FaultBug
{
    None = 0,
    /// <summary>A write counts whoever it comes from.</summary>
    NoFence = 1,
    /// <summary>Grains hear that their state is durable some seconds before it is.</summary>
    AckBeforeDurable = 2,
    /// <summary>Each delivery makes a blob of its own.</summary>
    DoubleDeliver = 3,
}

/// <summary>What one process of a run is started with.</summary>
/// <param name="Process">Names its incarnation.</param>
/// <param name="Folder">Root of the run's folder.</param>
/// <param name="Model">Folder of a checkpoint; null for the simulated engine.</param>
internal sealed record NodeSettings(
    string Process, NodeRole Role, string Folder, string Redis, int SiloPort, int GatewayPort, int Seed, FaultBug Bug, NodeModel Model)
{
    /// <summary>Of every run: each has a Redis of its own.</summary>
    public const string ClusterId = "faults";

    /// <summary>Longer than a call ever takes, and short enough that a caller outside soon asks again.</summary>
    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(8);

    public static NodeSettings Read(string path) => JsonSerializer.Deserialize<NodeSettings>(File.ReadAllBytes(path))!;

    public void Write(string path) => File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(this));
}

/// <summary>The model of a run's silos.</summary>
/// <param name="Path">Folder of a checkpoint; null for the simulated engine.</param>
/// <param name="CodesPerImage">Of the simulated engine.</param>
/// <param name="StepMilliseconds">Of the simulated engine.</param>
/// <param name="Images">Images that run on a silo at a time.</param>
/// <param name="CheckpointCodes">Codes between checkpoints.</param>
internal sealed record NodeModel(string? Path, int CodesPerImage, double StepMilliseconds, int Images, int CheckpointCodes);
