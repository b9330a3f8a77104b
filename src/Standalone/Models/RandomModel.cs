using JanusCluster.Model.Checkpoints.Initial;
using JanusCluster.Model.Configuration;

namespace JanusCluster.Standalone.Models;

/// <summary>The model that is used when none is given: random weights, always the same ones.</summary>
internal static class RandomModel
{
    private const string Name = "janus-nano-random";

    /// <summary>Its folder; made on first use, complete or not at all.</summary>
    public static Task<string> FindAsync(string models, CancellationToken cancellationToken) => ModelCommand.GuardAsync(() =>
    {
        string path = Path.Combine(models, Name);
        if (!Directory.Exists(path))
            CheckpointInitializer.Write(Presets.Nano, path, new CheckpointInitOptions { Cancellation = cancellationToken });
        return path;
    }, cancellationToken);
}
