using TorchSharp;

namespace JanusCluster.Bench.Reference;

/// <summary>Chooses a code from probabilities.</summary>
/// <param name="probabilities">[N, codes].</param>
/// <param name="step">From 0.</param>
/// <returns>int64 [N].</returns>
public delegate torch.Tensor CodePicker(torch.Tensor probabilities, int step);

/// <summary>Ways to choose.</summary>
public static class CodePickers
{
    /// <summary>The likeliest code.</summary>
    public static torch.Tensor ArgMax(torch.Tensor probabilities, int step) => probabilities.argmax(-1);

    /// <summary>A draw of libtorch's own generator, as the published loop makes it.</summary>
    public static torch.Tensor Multinomial(torch.Tensor probabilities, int step)
    {
        using torch.Tensor drawn = torch.multinomial(probabilities, 1); // [N, 1]
        return drawn.squeeze(1);
    }

    /// <summary>The first code whose cumulated probability exceeds the given number.</summary>
    /// <param name="uniform">[N, steps], in [0, 1).</param>
    public static CodePicker InverseCdf(torch.Tensor uniform) => (probabilities, step) =>
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor reached = probabilities.cumsum(-1) <= uniform.narrow(1, step, 1); // [N, codes]
        return reached.sum(-1).clamp_max(probabilities.shape[1] - 1).MoveToOuterDisposeScope();
    };
}
