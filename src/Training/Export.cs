using JanusCluster.Model.Checkpoints;
using JanusCluster.Model.Checkpoints.Initial;
using JanusCluster.Model.Configuration;
using JanusCluster.Training.Stages;
using JanusCluster.Training.Vq;
using TorchSharp;
using TorchSharp.Modules;

namespace JanusCluster.Training;

/// <summary>Writes a trained model in the published layout, in bfloat16.</summary>
internal static class Export
{
    /// <param name="folder">Replaced when it is there.</param>
    public static void Write(ModelPreset preset, TransformerRun transformer, VqRun vq, Vocabulary vocabulary, string folder)
    {
        Dictionary<string, Parameter> weights = transformer.Weights
            .Concat(vq.Model.named_parameters().Select(one => (Name: $"gen_vision_model.{one.name}", Weight: one.parameter)))
            .ToDictionary(one => one.Name, one => one.Weight);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        CheckpointInitializer.Create(folder, temporary =>
        {
            CheckpointInitializer.WriteSettings(preset, temporary, "bfloat16", vocabulary);
            TensorInfo[] tensors = [.. CheckpointLayout.Tensors(preset.Config).Where(tensor => weights.ContainsKey(tensor.Name)).Select(tensor => new TensorInfo(tensor.Name, tensor.Shape, torch.ScalarType.BFloat16))];
            if (tensors.Length != weights.Count)
                throw new InvalidOperationException($"The model has {weights.Count} weights, the published layout only {tensors.Length} of them.");
            ShardedSafetensors.Write(temporary, tensors, tensor => [weights[tensor.Name].detach().to(torch.ScalarType.BFloat16)]);
        });
    }
}
