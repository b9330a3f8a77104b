using JanusCluster.Model;
using JanusCluster.Model.Language;
using TorchSharp;

namespace JanusCluster.Bench.Floors;

/// <summary>The weights that one step multiplies by, in the order in which it does so. They are the model's.</summary>
internal static class LinearWeights
{
    /// <param name="fused">Weights over one input as one matrix, as they lie in memory.</param>
    public static IReadOnlyList<torch.Tensor> Of(JanusModel model, bool fused)
    {
        var all = new List<torch.Tensor>();
        foreach (LlamaLayer layer in model.LanguageModel.Model.Layers)
        {
            if (fused)
                all.AddRange([layer.Attention.QueryKeyValueWeight, layer.Attention.Output.Weight, layer.Mlp.GateUpWeight, layer.Mlp.Down.Weight]);
            else
                all.AddRange(layer.named_parameters().Where(entry => entry.name.EndsWith("_proj.weight", StringComparison.Ordinal)).Select(entry => entry.parameter));
        }

        // The head over image codes: what the benchmark's rows end in.
        all.AddRange(model.GenHead.named_parameters().Where(entry => entry.name.EndsWith(".weight", StringComparison.Ordinal))
            .Select(entry => entry.parameter));
        return all;
    }
}
