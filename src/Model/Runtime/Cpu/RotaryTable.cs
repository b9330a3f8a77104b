using System.Runtime.Intrinsics;
using JanusCluster.Model.Configuration;
using JanusCluster.Model.Language;
using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>The cosines and sines of <see cref="RotaryEmbedding"/> in float32, whatever the model's type is.</summary>
internal sealed unsafe class RotaryTable : IDisposable
{
    private readonly NativeBuffer<float> _angles = new(); // [positions, 2, headDim / 2]
    private readonly int _half;

    public RotaryTable(LanguageConfig config)
    {
        using var scope = torch.NewDisposeScope();
        using var rotary = new RotaryEmbedding(
            config.HeadDim, config.MaxPositions, config.RopeTheta, new Allocation(torch.CPU, torch.ScalarType.Float32));
        _half = config.HeadDim / 2;
        (torch.Tensor cosines, torch.Tensor sines) = rotary.At(Scalars.Range(config.MaxPositions));
        torch.Tensor both = torch.cat([cosines.narrow(1, 0, _half), sines.narrow(1, 0, _half)], 1).contiguous();
        float* target = _angles.Reserve(both.numel());
        both.data<float>().CopyTo(new Span<float>(target, checked((int)both.numel())));
    }

    /// <summary>Turns one head in place, and scales it.</summary>
    /// <param name="x">[headDim].</param>
    public void Turn(float* x, int position, float scale)
    {
        float* cosines = _angles.Data + ((long)position * 2 * _half), sines = cosines + _half, y = x + _half;
        int i = 0;
        for (; i + Vector512<float>.Count <= _half; i += Vector512<float>.Count)
        {
            Vector512<float> a = Vector512.Load(x + i), b = Vector512.Load(y + i);
            Vector512<float> cosine = Vector512.Load(cosines + i), sine = Vector512.Load(sines + i);
            (((a * cosine) - (b * sine)) * scale).Store(x + i);
            (((b * cosine) + (a * sine)) * scale).Store(y + i);
        }

        for (; i < _half; i++)
            (x[i], y[i]) = (((x[i] * cosines[i]) - (y[i] * sines[i])) * scale, ((y[i] * cosines[i]) + (x[i] * sines[i])) * scale);
    }

    public void Dispose() => _angles.Dispose();
}
