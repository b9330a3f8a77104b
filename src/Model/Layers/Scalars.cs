using TorchSharp;

namespace JanusCluster.Model.Layers;

/// <summary>Numbers for libtorch's operations that are never collected, and the sums that need them.</summary>
/// <remarks>
/// TorchSharp 0.107 makes a number that an operation gets into a <see cref="Scalar"/>, native memory behind an object with a
/// finalizer, and does not keep that object alive during the native call: a collection that falls into the call frees what it
/// reads. The operation then fails ("Unknown scalar type") or computes with whatever lies there. <c>a + b</c> does so, too: its
/// factor of one is such a number. So no operation gets a bare number here (BannedSymbols.txt beside the project): either one
/// of these, or one of the caller's own with <c>using</c>, which is alive until it is disposed.
/// </remarks>
internal static class Scalars
{
    public static readonly Scalar Zero = 0.ToScalar();

    public static readonly Scalar One = 1.ToScalar();

    /// <summary>a + b.</summary>
    public static torch.Tensor Plus(this torch.Tensor a, torch.Tensor b) => a.add(b, One);

    /// <summary>a + b.</summary>
    public static torch.Tensor Plus(this torch.Tensor a, double b)
    {
        using Scalar scalar = b.ToScalar();
        return a.add(scalar, One);
    }

    /// <summary>a · b.</summary>
    public static torch.Tensor Times(this torch.Tensor a, double b)
    {
        using Scalar scalar = b.ToScalar();
        return a.mul(scalar);
    }

    /// <summary>a / b.</summary>
    public static torch.Tensor Over(this torch.Tensor a, double b)
    {
        using Scalar scalar = b.ToScalar();
        return a.div(scalar);
    }

    /// <summary>0, 1, … below <paramref name="end"/>.</summary>
    public static torch.Tensor Range(long end, torch.ScalarType type = torch.ScalarType.Int64, torch.Device? device = null)
    {
        using Scalar last = end.ToScalar();
        return torch.arange(Zero, last, One, type, device);
    }
}
