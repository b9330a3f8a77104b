namespace JanusCluster.Model.Checkpoints;

/// <summary>A <c>.safetensors</c> file: a JSON header with a place for every tensor, then the values.</summary>
public sealed class SafetensorsFile : WeightFile
{
    private SafetensorsFile(string path)
        : base(new CheckpointFile(path), SafetensorsHeader.Read)
    {
    }

    /// <exception cref="CheckpointException">The file is missing, truncated or damaged.</exception>
    public static SafetensorsFile Open(string path) => new(path);
}
