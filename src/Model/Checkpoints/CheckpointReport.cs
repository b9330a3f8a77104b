using JanusCluster.Model.Configuration;
using static TorchSharp.torch;

namespace JanusCluster.Model.Checkpoints;

/// <summary>What a checkpoint holds, part by part.</summary>
/// <param name="Origin">The file or folder.</param>
/// <param name="Parts">The seven parts in the order of the model, those present only; unknown tensors come last as "other".</param>
public sealed record CheckpointReport(string Origin, IReadOnlyList<CheckpointPart> Parts)
{
    private static readonly string[] Order =
        ["language_model", "vision_model", "aligner", "gen_vision_model", "gen_aligner", "gen_head", "gen_embed"];

    private static readonly Dictionary<string, string> Transformers = new()
    {
        ["language_model"] = "language_model",
        ["vision_model"] = "vision_model",
        ["aligner"] = "aligner",
        ["vqmodel"] = "gen_vision_model",
        ["generation_aligner"] = "gen_aligner",
        ["generation_head"] = "gen_head",
        ["generation_embeddings"] = "gen_embed",
    };

    public long Tensors => Parts.Sum(part => part.Tensors);

    /// <summary>Values of all tensors.</summary>
    public long Parameters => Parts.Sum(part => part.Parameters);

    public long Bytes => Parts.Sum(part => part.Bytes);

    /// <summary>Reports an open checkpoint, in either layout of names.</summary>
    public static CheckpointReport Of(ICheckpointSource source) => Create(source.Origin, source.Tensors.Values);

    /// <summary>Reports what a checkpoint of these sizes would hold, without one.</summary>
    public static CheckpointReport Of(JanusConfig config, ScalarType type) =>
        Create("", CheckpointLayout.Tensors(config).Select(tensor => new TensorInfo(tensor.Name, tensor.Shape, type)));

    private static CheckpointReport Create(string origin, IEnumerable<TensorInfo> tensors) => new(
        origin,
        [
            .. tensors.GroupBy(tensor => PartOf(tensor.Name))
                .OrderBy(part => Array.IndexOf(Order, part.Key) is >= 0 and int place ? place : Order.Length)
                .Select(part => new CheckpointPart(
                    part.Key,
                    part.Count(),
                    part.Sum(tensor => tensor.Elements),
                    part.Sum(tensor => tensor.Bytes),
                    [.. part.Select(tensor => tensor.Type).Distinct().Order()])),
        ]);

    private static string PartOf(string name)
    {
        string[] path = name.Split('.');
        if (path is ["lm_head", ..])
            return "language_model";
        if (path is ["model", { } inner, ..] && Transformers.TryGetValue(inner, out string? part))
            return part;
        return Order.Contains(path[0]) ? path[0] : "other";
    }
}

/// <param name="Name">language_model, vision_model, aligner, gen_vision_model, gen_aligner, gen_head, gen_embed, or other.</param>
/// <param name="Tensors">Number of tensors.</param>
/// <param name="Parameters">Values in them.</param>
/// <param name="Bytes">Size of the values in the file.</param>
/// <param name="Types">Types the values are stored in.</param>
public sealed record CheckpointPart(string Name, int Tensors, long Parameters, long Bytes, IReadOnlyList<ScalarType> Types);
