using TorchSharp;

namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>Norms' weights and biases in float32: few enough to be copied.</summary>
internal sealed unsafe class SmallVectors : IDisposable
{
    private readonly List<NativeBuffer<float>> _buffers = [];

    /// <summary>[width, rounded up to 32], zero behind the width; null for no vector.</summary>
    public float* Add(torch.Tensor? vector)
    {
        if (vector is null)
            return null;

        var source = WeightMatrix.Of(vector);
        int length = (source.Columns + TokenPanel.GroupSize - 1) / TokenPanel.GroupSize * TokenPanel.GroupSize;
        var buffer = new NativeBuffer<float>();
        _buffers.Add(buffer);
        float* target = buffer.Reserve(length);
        new Span<float>(target, length).Clear();
        source.CopyRow(0, target);
        return target;
    }

    public void Dispose() => _buffers.ForEach(buffer => buffer.Dispose());
}
