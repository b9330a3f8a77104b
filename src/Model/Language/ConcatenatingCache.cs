using TorchSharp;

namespace JanusCluster.Model.Language;

/// <summary>A cache that grows by concatenation, as the reference implementation's does. Simple, and slow: every step copies everything.</summary>
public sealed class ConcatenatingCache : IKeyValueCache, IDisposable
{
    private readonly List<(torch.Tensor Keys, torch.Tensor Values)> _layers = [];

    /// <summary>Positions stored so far.</summary>
    public long Length => _layers.Count == 0 ? 0 : _layers[0].Keys.shape[2];

    /// <summary>What is stored for one layer: [B, kvHeads, S, headDim] each.</summary>
    public (torch.Tensor Keys, torch.Tensor Values) this[int layer] => _layers[layer];

    /// <inheritdoc/>
    public torch.Tensor Attend(int layer, torch.Tensor queries, torch.Tensor keys, torch.Tensor values, torch.Tensor? mask)
    {
        (keys, values) = Append(layer, keys, values);
        return GroupedAttention.Attend(queries, keys, values, mask);
    }

    private (torch.Tensor Keys, torch.Tensor Values) Append(int layer, torch.Tensor keys, torch.Tensor values)
    {
        if (layer == _layers.Count)
        {
            _layers.Add((keys.clone().DetachFromDisposeScope(), values.clone().DetachFromDisposeScope()));
            return _layers[layer];
        }

        (torch.Tensor oldKeys, torch.Tensor oldValues) = _layers[layer];
        _layers[layer] = (
            torch.cat([oldKeys, keys], 2).DetachFromDisposeScope(),
            torch.cat([oldValues, values], 2).DetachFromDisposeScope());
        oldKeys.Dispose();
        oldValues.Dispose();
        return _layers[layer];
    }

    public void Dispose()
    {
        foreach ((torch.Tensor keys, torch.Tensor values) in _layers)
        {
            keys.Dispose();
            values.Dispose();
        }

        _layers.Clear();
    }
}
