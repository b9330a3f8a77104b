using JanusCluster.Model.Checkpoints;

namespace JanusCluster.Model.Configuration;

/// <summary>What must hold between the sizes of a <see cref="JanusConfig"/> so that its parts fit each other.</summary>
internal static class JanusConfigChecks
{
    /// <summary>Channels are normalised in 32 groups (GroupNorm) everywhere in the VQ model.</summary>
    private const int NormGroups = 32;

    /// <param name="origin">The file the sizes come from, for the message.</param>
    /// <exception cref="CheckpointException">The first size that does not fit, with its value and what it must agree with.</exception>
    public static void Check(JanusConfig config, string origin)
    {
        (LanguageConfig language, VisionConfig vision, VqConfig vq) = (config.Language, config.Vision, config.Vq);
        foreach ((bool holds, string problem) in Rules())
        {
            if (!holds)
                throw new CheckpointException($"{origin}: {problem}.");
        }

        IEnumerable<(bool Holds, string Problem)> Rules()
        {
            yield return (language.Heads % language.KeyValueHeads == 0,
                $"language num_key_value_heads {language.KeyValueHeads} does not divide num_attention_heads {language.Heads}");
            yield return (language.HeadDim % 2 == 0,
                $"language head_dim {language.HeadDim} is odd; rotary embeddings turn pairs");
            yield return (vision.Width % vision.Heads == 0,
                $"vision heads {vision.Heads} does not divide width {vision.Width}");
            yield return (vision.ImageSize >= vision.PatchSize,
                $"vision image_size {vision.ImageSize} is smaller than patch_size {vision.PatchSize}");
            yield return (vision.ActiveLayers >= 1 && vision.ActiveLayers <= vision.Layers,
                $"vision select_layer {vision.SelectLayer} leaves no block of {vision.Layers}");
            yield return (vision.MlpSize >= 1, $"vision mlp_ratio {vision.MlpRatio} leaves no MLP");
            yield return Fits("aligner input_dim", config.Aligner.InputSize, "vision width", vision.Width);
            yield return Fits("aligner n_embed", config.Aligner.OutputSize, "language hidden_size", language.HiddenSize);
            yield return Fits("gen_aligner input_dim", config.GenAligner.InputSize, "gen_vision n_embed", vq.CodeDim);
            yield return Fits("gen_aligner n_embed", config.GenAligner.OutputSize, "language hidden_size", language.HiddenSize);
            yield return Fits("gen_head n_embed", config.GenHead.InputSize, "language hidden_size", language.HiddenSize);
            yield return Fits("gen_head image_token_size", config.GenHead.CodebookSize, "gen_vision image_token_size", vq.CodebookSize);
            foreach (ProjectorConfig projector in (ProjectorConfig[])[config.Aligner, config.GenAligner])
            {
                yield return (projector.Kind != ProjectorKind.Identity || projector.InputSize == projector.OutputSize,
                    $"an identity projector cannot turn {projector.InputSize} features into {projector.OutputSize}");
            }

            yield return (vq.Channels % NormGroups == 0,
                $"gen_vision ch {vq.Channels} is no multiple of {NormGroups}, the number of GroupNorm groups");
            yield return (vq.ImageSize % vq.Downsampling == 0,
                $"gen_vision image_size {vq.ImageSize} is no multiple of the downsampling {vq.Downsampling}");
            yield return (vq.CodesPerImage < language.MaxPositions,
                $"an image of {vq.CodesPerImage} codes does not fit in max_position_embeddings {language.MaxPositions}");
            yield return (vision.Patches < language.MaxPositions,
                $"an image of {vision.Patches} patches does not fit in max_position_embeddings {language.MaxPositions}");
        }
    }

    private static (bool Holds, string Problem) Fits(string name, int value, string other, int expected) =>
        (value == expected, $"{name} is {value}, but {other} is {expected}");
}
