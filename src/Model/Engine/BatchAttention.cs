using JanusCluster.Model.Language;
using TorchSharp;

namespace JanusCluster.Model.Engine;

/// <summary>
/// Attention of a batch whose sequences have caches of their own: every sequence attends to its own keys and values,
/// so that its numbers do not depend on the lengths of the others.
/// </summary>
internal sealed class BatchAttention(IReadOnlyList<SequenceCache> caches) : IKeyValueCache
{
    /// <inheritdoc/>
    public torch.Tensor Attend(int layer, torch.Tensor queries, torch.Tensor keys, torch.Tensor values, torch.Tensor? mask)
    {
        if (caches.Count == 1)
            return AttendOne(caches[0], layer, queries, keys, values);

        using DisposeScope scope = torch.NewDisposeScope();
        var outputs = new List<torch.Tensor>(caches.Count);
        long row = 0;
        foreach (SequenceCache cache in caches)
        {
            outputs.Add(AttendOne(
                cache, layer, queries.narrow(0, row, cache.Rows), keys.narrow(0, row, cache.Rows), values.narrow(0, row, cache.Rows)));
            row += cache.Rows;
        }

        return torch.cat(outputs, 0).MoveToOuterDisposeScope();
    }

    private static torch.Tensor AttendOne(
        SequenceCache cache, int layer, torch.Tensor queries, torch.Tensor keys, torch.Tensor values)
    {
        (keys, values) = cache.Append(layer, keys, values);
        return GroupedAttention.Attend(queries, keys, values, mask: null);
    }
}
