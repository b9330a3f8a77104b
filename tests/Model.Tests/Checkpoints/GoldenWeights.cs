using JanusCluster.Model.Checkpoints;
using JanusCluster.Model.Tests.Golden;

namespace JanusCluster.Model.Tests.Checkpoints;

/// <summary>The golden weights, in the forms that the golden folder has.</summary>
internal static class GoldenWeights
{
    public static IReadOnlyList<string> Forms { get; } =
    [
        .. ((string[])["model.safetensors", "pytorch_model.bin", "sharded", "sharded_bin", "sharded/model.safetensors.index.json"])
            .Where(form => System.IO.Path.Exists(Path(form))),
    ];

    public static string Path(string form) => System.IO.Path.Combine(GoldenFolder.Path, form);

    public static ICheckpointSource Open() => CheckpointDirectory.Open(Path(Forms[0]));
}
