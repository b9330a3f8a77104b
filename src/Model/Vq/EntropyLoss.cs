using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Vq;

/// <summary>The mean entropy of the single assignments less the entropy of the mean assignment (Chang et al. 2022, MaskGIT's tokenizer).</summary>
public static class EntropyLoss
{
    private const double Temperature = 0.01;
    private const double Epsilon = 1e-5;

    /// <param name="affinity">[…, codes]: the higher, the nearer.</param>
    /// <returns>A scalar; differentiable.</returns>
    public static torch.Tensor Of(torch.Tensor affinity)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor logits = affinity.reshape(-1, affinity.shape[^1]).Over(Temperature); // [places, codes]
        torch.Tensor probabilities = logits.softmax(-1);
        torch.Tensor logarithms = logits.Plus(Epsilon).log_softmax(-1);
        torch.Tensor mean = probabilities.mean([0]); // [codes]
        torch.Tensor entropyOfMean = -(mean * mean.Plus(Epsilon).log()).sum();
        torch.Tensor meanOfEntropies = -(probabilities * logarithms).sum(-1).mean();
        return (meanOfEntropies - entropyOfMean).MoveToOuterDisposeScope();
    }
}
