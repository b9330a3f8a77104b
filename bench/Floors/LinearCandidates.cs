using TorchSharp;

namespace JanusCluster.Bench.Floors;

/// <summary>A way to multiply by linear layers' weights.</summary>
/// <param name="Fused">Takes the weights over one input (queries, keys and values; gate and up) as one matrix.</param>
/// <param name="Prepare">Given a weight [outputs, inputs], its product. What is done once for a model, such as packing, belongs in here and is not timed.</param>
internal sealed record LinearCandidate(string Name, bool Fused, Func<torch.Tensor, LinearProduct> Prepare);

/// <summary>The product by one weight.</summary>
/// <param name="Run">Multiplies x [rows, inputs]; the result may have any layout and is not looked at.</param>
/// <param name="Packed">Memory of its own.</param>
internal sealed record LinearProduct(Action<torch.Tensor> Run, IDisposable? Packed = null);

/// <summary>All ways that are known; the fastest at a number of rows is the floor there.</summary>
internal static class LinearCandidates
{
    public static IReadOnlyList<LinearCandidate> All { get; } =
    [
        new("linear(x, W)", Fused: true, weight => new(x => torch.nn.functional.linear(x, weight).Dispose())),
        new("linear(x, W) unfused", Fused: false, weight => new(x => torch.nn.functional.linear(x, weight).Dispose())),
        new("mm(W, xT)", Fused: true, weight => new(x => MultiplyFromLeft(weight, x))),
    ];

    private static void MultiplyFromLeft(torch.Tensor weight, torch.Tensor x)
    {
        using torch.Tensor columns = x.t();
        weight.mm(columns).Dispose();
    }
}
