using JanusCluster.Model.Configuration;
using TorchSharp;

namespace JanusCluster.Model.Engine;

/// <summary>
/// Keys and values of one sequence's rows, allocated once for the sequence's whole life. All its rows have the same
/// length. Each layer's tensor is [rows, key/value heads, capacity, head size].
/// </summary>
internal sealed class SequenceCache : IDisposable
{
    private readonly torch.Tensor[] _keys;
    private readonly torch.Tensor[] _values;

    public SequenceCache(LanguageConfig config, int rows, int capacity, torch.Device device, torch.ScalarType dtype)
    {
        Rows = rows;
        long[] shape = [rows, config.KeyValueHeads, capacity, config.HeadDim];
        _keys = [.. Enumerable.Range(0, config.Layers).Select(_ => Allocate(shape, device, dtype))];
        _values = [.. Enumerable.Range(0, config.Layers).Select(_ => Allocate(shape, device, dtype))];
    }

    public int Rows { get; }

    /// <summary>Positions held.</summary>
    public int Length { get; private set; }

    public static long BytesPerPosition(LanguageConfig config, torch.ScalarType dtype) =>
        2L * config.Layers * config.KeyValueHeads * config.HeadDim * torch.empty(0, dtype).ElementSize;

    /// <summary>Writes behind what is held, without counting it yet: see <see cref="Advance"/>.</summary>
    /// <param name="keys">[rows, key/value heads, new positions, head size].</param>
    /// <returns>Views of all keys and values, the new ones included.</returns>
    public (torch.Tensor Keys, torch.Tensor Values) Append(int layer, torch.Tensor keys, torch.Tensor values)
    {
        long added = keys.shape[2];
        _keys[layer].narrow(2, Length, added).copy_(keys);
        _values[layer].narrow(2, Length, added).copy_(values);
        return (_keys[layer].narrow(2, 0, Length + added), _values[layer].narrow(2, 0, Length + added));
    }

    /// <summary>Counts what every layer has appended.</summary>
    public void Advance(int positions) => Length += positions;

    public void Dispose()
    {
        foreach (torch.Tensor tensor in _keys.Concat(_values))
            tensor.Dispose();
    }

    private static torch.Tensor Allocate(long[] shape, torch.Device device, torch.ScalarType dtype) =>
        torch.empty(shape, dtype: dtype, device: device).DetachFromDisposeScope();
}
