using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Engine;

/// <summary>
/// Draws one id a row by inverse CDF: the first id whose cumulative probability is above the row's uniform number.
/// Every operation treats rows apart, so that a row's id does not depend on its neighbours.
/// </summary>
internal static class Sampler
{
    /// <summary>An id that no vocabulary has: the row's logits were not finite.</summary>
    public const long Invalid = -1;

    /// <param name="logits">float32 [rows, vocabulary]; changed in place.</param>
    /// <param name="settings">One a row.</param>
    /// <param name="uniforms">One a row, in [0, 1).</param>
    /// <returns>One id a row; <see cref="Invalid"/> where the logits hold NaN or infinity.</returns>
    public static long[] Draw(torch.Tensor logits, ReadOnlySpan<SamplingSettings> settings, ReadOnlySpan<float> uniforms)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor finite = logits.sum(1).isfinite(); // NaN and infinity stay in a sum
        torch.Tensor greedy = Greedy(settings, logits.device), likeliest = logits.argmax(1);
        torch.Tensor probabilities = torch.softmax(
            logits.div_(Column(settings, s => s.Temperature > 0 ? (float)s.Temperature : 1f, logits.device)), 1);
        probabilities = Truncate(probabilities, settings);

        torch.Tensor cumulative = probabilities.cumsum(1);
        // Against the row's own total: rounding may leave it a little off one, and truncation far below.
        torch.Tensor target = torch.tensor(uniforms.ToArray(), device: logits.device).unsqueeze(1) * cumulative.narrow(1, -1, 1);
        using Scalar last = (logits.shape[1] - 1).ToScalar();
        torch.Tensor drawn = (cumulative <= target).sum(1).clamp_max(last);
        torch.Tensor ids = torch.where(greedy, likeliest, drawn);
        using Scalar invalid = Invalid.ToScalar();
        return torch.where(finite, ids, torch.full_like(ids, invalid)).cpu().data<long>().ToArray();
    }

    private static torch.Tensor Truncate(torch.Tensor probabilities, ReadOnlySpan<SamplingSettings> settings)
    {
        int vocabulary = (int)probabilities.shape[1];
        bool topK = false, topP = false;
        foreach (SamplingSettings s in settings)
        {
            topK |= s.TopK > 0 && s.TopK < vocabulary;
            topP |= s.TopP < 1;
        }

        if (!topK && !topP)
            return probabilities;

        (torch.Tensor sorted, torch.Tensor order) = probabilities.sort(1, descending: true, stable: true);
        torch.Tensor rank = Scalars.Range(vocabulary, device: probabilities.device).unsqueeze(0);
        torch.Tensor keep = rank < Column(settings, s => s.TopK > 0 ? s.TopK : vocabulary, probabilities.device);
        if (topP)
        {
            // The probability before an id: the id that crosses the bound is still in.
            torch.Tensor before = sorted.cumsum(1) - sorted;
            keep &= before < Column(settings, s => (float)s.TopP, probabilities.device);
        }

        return torch.zeros_like(probabilities).scatter_(1, order, sorted * keep);
    }

    private static torch.Tensor Greedy(ReadOnlySpan<SamplingSettings> settings, torch.Device device)
    {
        bool[] greedy = new bool[settings.Length];
        for (int i = 0; i < greedy.Length; i++)
            greedy[i] = settings[i].Temperature <= 0;
        return torch.tensor(greedy, device: device);
    }

    private static torch.Tensor Column(ReadOnlySpan<SamplingSettings> settings, Func<SamplingSettings, float> value, torch.Device device)
    {
        float[] column = new float[settings.Length];
        for (int i = 0; i < column.Length; i++)
            column[i] = value(settings[i]);
        return torch.tensor(column, device: device).unsqueeze(1);
    }
}
