using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Language;

/// <summary>Rotary position embedding (Su et al. 2021) in the half-split form of Hugging Face's Llama.</summary>
/// <remarks>
/// Feature i is paired with feature i + d/2 and turned by position · theta^(-2i/d). The angles are computed in float32, then
/// cast to the model's type. The tables are no weights: no checkpoint holds them, so they are not registered.
/// </remarks>
public sealed class RotaryEmbedding : IDisposable
{
    private readonly torch.Tensor _cosines; // [positions, headDim]
    private readonly torch.Tensor _sines;

    public RotaryEmbedding(int headDim, int positions, double theta, Allocation at)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor exponents = Scalars.Range((headDim + 1) / 2, torch.ScalarType.Float32).Times(2).Over(headDim);
        torch.Tensor frequencies = torch.pow((float)theta, exponents).reciprocal(); // [headDim / 2]
        torch.Tensor angles = torch.outer(Scalars.Range(positions, torch.ScalarType.Float32), frequencies);
        torch.Tensor both = torch.cat([angles, angles], -1); // [positions, headDim]
        _cosines = both.cos().to(at.Type, at.Device).DetachFromDisposeScope();
        _sines = both.sin().to(at.Type, at.Device).DetachFromDisposeScope();
    }

    /// <summary>Cosines and sines of positions [B, T] (or [T], for all rows alike), each [B, T, headDim] (or [T, headDim]).</summary>
    /// <remarks>A position beyond the table is an error of libtorch.</remarks>
    public (torch.Tensor Cosines, torch.Tensor Sines) At(torch.Tensor positions)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor flat = positions.reshape(-1);
        long[] shape = [.. positions.shape, _cosines.shape[1]];
        return (
            _cosines.index_select(0, flat).reshape(shape).MoveToOuterDisposeScope(),
            _sines.index_select(0, flat).reshape(shape).MoveToOuterDisposeScope());
    }

    /// <summary>Turns x. Cosines and sines must broadcast to x: […, headDim].</summary>
    public static torch.Tensor Rotate(torch.Tensor x, torch.Tensor cosines, torch.Tensor sines)
    {
        using var scope = torch.NewDisposeScope();
        long half = x.shape[^1] / 2;
        torch.Tensor turned = torch.cat([x.narrow(-1, half, half).neg(), x.narrow(-1, 0, half)], -1);
        return (x * cosines).Plus(turned * sines).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _cosines.Dispose();
        _sines.Dispose();
    }
}
