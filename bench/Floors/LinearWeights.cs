using JanusCluster.Model;
using TorchSharp;

namespace JanusCluster.Bench.Floors;

/// <summary>The weights that one step multiplies by, in the order in which it does so.</summary>
internal static class LinearWeights
{
    private static readonly string[][] Groups =
    [
        ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"],
        ["self_attn.o_proj"],
        ["mlp.gate_proj", "mlp.up_proj"],
        ["mlp.down_proj"],
    ];

    /// <param name="fused">Join the weights of a group where they lie behind each other in memory; copies nothing.</param>
    public static IReadOnlyList<torch.Tensor> Of(JanusModel model, bool fused)
    {
        Dictionary<string, torch.Tensor> weights =
            model.LanguageModel.Model.named_parameters().ToDictionary(entry => entry.name, entry => (torch.Tensor)entry.parameter);
        var all = new List<torch.Tensor>();
        for (int layer = 0; layer < model.Config.Language.Layers; layer++)
        {
            foreach (string[] group in Groups)
            {
                torch.Tensor[] parts = [.. group.Select(name => weights[$"layers.{layer}.{name}.weight"])];
                all.AddRange(fused && AreNeighbours(parts) ? [Join(parts)] : parts);
            }
        }

        // The head over image codes: what the benchmark's rows end in.
        all.AddRange(model.GenHead.named_parameters().Where(entry => entry.name.EndsWith(".weight", StringComparison.Ordinal))
            .Select(entry => (torch.Tensor)entry.parameter));
        return all;
    }

    private static bool AreNeighbours(torch.Tensor[] parts)
    {
        long offset = 0;
        foreach (torch.Tensor part in parts)
        {
            if (part.storage_offset() != offset)
                return false;
            offset += part.numel();
        }

        return true;
    }

    private static torch.Tensor Join(torch.Tensor[] parts) =>
        parts[0].as_strided([parts.Sum(part => part.shape[0]), parts[0].shape[1]], [parts[0].shape[1], 1]);
}
