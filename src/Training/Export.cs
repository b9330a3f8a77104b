using JanusCluster.Model.Checkpoints;
using JanusCluster.Model.Checkpoints.Initial;
using JanusCluster.Training.Stages;
using JanusCluster.Training.Vq;
using TorchSharp;
using TorchSharp.Modules;

namespace JanusCluster.Training;

/// <summary>Writes a trained model in the published layout, in bfloat16.</summary>
internal static class Export
{
    /// <param name="run">Folder of the run, with the files of its tokenizer.</param>
    /// <param name="folder">Replaced when it is there.</param>
    public static void Write(TrainingPlan plan, TransformerRun transformer, VqRun vq, string run, string folder)
    {
        Dictionary<string, Parameter> weights = transformer.Weights
            .Concat(vq.Model.named_parameters().Select(one => (Name: $"gen_vision_model.{one.name}", Weight: one.parameter)))
            .ToDictionary(one => one.Name, one => one.Weight);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        CheckpointInitializer.Create(folder, temporary =>
        {
            CheckpointInitializer.WriteSettings(plan.Preset, temporary, "bfloat16", plan.Generation);
            foreach (string file in TokenizerFiles.Names)
                File.Copy(Path.Combine(run, file), Path.Combine(temporary, file));
            TensorInfo[] tensors = [.. CheckpointLayout.Tensors(plan.Preset.Config).Where(tensor => weights.ContainsKey(tensor.Name)).Select(tensor => new TensorInfo(tensor.Name, tensor.Shape, torch.ScalarType.BFloat16))];
            if (tensors.Length != weights.Count)
                throw new InvalidOperationException($"The model has {weights.Count} weights, the published layout only {tensors.Length} of them.");
            ShardedSafetensors.Write(temporary, tensors, tensor => [weights[tensor.Name].detach().to(torch.ScalarType.BFloat16)]);
        });
    }
}
