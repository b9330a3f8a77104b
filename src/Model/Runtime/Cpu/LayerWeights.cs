using JanusCluster.Model.Language;

namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>Where one decoder layer's weights lie.</summary>
/// <param name="inputNorm">float32 [hidden, rounded up to 32], zero behind the width; so is the other norm.</param>
internal readonly unsafe struct LayerWeights(LlamaLayer layer, float* inputNorm, float* postAttentionNorm)
{
    public float* InputNorm { get; } = inputNorm;

    public float* PostAttentionNorm { get; } = postAttentionNorm;

    public WeightMatrix QueryKeyValue { get; } = WeightMatrix.Of(layer.Attention.QueryKeyValueWeight);

    public WeightMatrix Output { get; } = WeightMatrix.Of(layer.Attention.Output.Weight);

    public WeightMatrix GateUp { get; } = WeightMatrix.Of(layer.Mlp.GateUpWeight);

    public WeightMatrix Down { get; } = WeightMatrix.Of(layer.Mlp.Down.Weight);
}
