using JanusCluster.Model;
using JanusCluster.Model.Runtime;
using TorchSharp;

namespace JanusCluster.Bench.Floors;

/// <summary>A way to multiply by linear layers' weights.</summary>
/// <param name="Fused">Takes the weights over one input (queries, keys and values; gate and up) as one matrix.</param>
/// <param name="Prepare">Given a weight [outputs, inputs], its product. What is done once for a model, such as packing, belongs in here and is not timed.</param>
/// <param name="Owned">Lives as long as the products.</param>
internal sealed record LinearCandidate(
    string Name, bool Fused, Func<torch.Tensor, Action<torch.Tensor>> Prepare, IDisposable? Owned = null);

/// <summary>All ways that are known; the fastest at a number of rows is the floor there.</summary>
internal static class LinearCandidates
{
    /// <summary>Each product multiplies x [rows, inputs]; its result may have any layout and is not looked at.</summary>
    public static IEnumerable<LinearCandidate> For(JanusModel model, int rows)
    {
        yield return new("linear(x, W)", Fused: true, weight => x => torch.nn.functional.linear(x, weight).Dispose());
        yield return new("linear(x, W) unfused", Fused: false, weight => x => torch.nn.functional.linear(x, weight).Dispose());
        yield return new("mm(W, xT)", Fused: true, weight => x => MultiplyFromLeft(weight, x));
        if (!Transformers.HasKernels(model.Allocation.Device, model.Allocation.Type))
            yield break;
        var own = new OwnLinear(rows);
        yield return new("own kernel", Fused: true, own.Prepare, own);
    }

    private static void MultiplyFromLeft(torch.Tensor weight, torch.Tensor x)
    {
        using torch.Tensor columns = x.t();
        weight.mm(columns).Dispose();
    }
}
