using JanusCluster.Model.Configuration;

namespace JanusCluster.Model.Checkpoints;

/// <summary>Tensors that checkpoints hold and the model knows it does not need; any other left-over tensor is an error.</summary>
internal sealed class UnusedTensors
{
    private readonly HashSet<string> _names;

    /// <param name="config">When given, vision blocks that select_layer cuts off, and a tied output head, are known too.</param>
    public UnusedTensors(KeyLayout layout, JanusConfig? config) => _names = config is null
        ? []
        :
        [
            .. CheckpointLayout.Tensors(config)
                .Where(tensor => tensor.Optional)
                .SelectMany(tensor => layout.Sources(tensor.Name))
                .Select(placement => placement.Source),
        ];

    public bool Contains(string name) =>
        _names.Contains(name)
        || name == CheckpointLayout.CodebookUsed
        || name.StartsWith(CheckpointLayout.AttentionPool, StringComparison.Ordinal)
        // Buffers that older versions of transformers saved, and newer ones compute.
        || name.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal)
        || name.EndsWith(".masked_bias", StringComparison.Ordinal)
        || name.EndsWith(".position_ids", StringComparison.Ordinal);
}
