namespace JanusCluster.Model.Tests.Golden;

/// <summary>The tolerances of the golden folder's README, for float32 on a CPU.</summary>
internal static class GoldenTolerances
{
    /// <summary>Token ids, codes, masks.</summary>
    public static readonly Tolerance Exact = new(0);

    /// <summary><c>vis.* embeds.* gen.* unit.*</c></summary>
    public static readonly Tolerance Features = new(2e-5, 1e-5);

    /// <summary><c>llm.* greedy.*.logits</c>, and the image logits before guidance.</summary>
    public static readonly Tolerance Logits = new(1e-4);

    /// <summary><c>vq.* *.decoded</c></summary>
    public static readonly Tolerance VqPixels = new(1e-4);

    /// <summary><c>vqtrain.*</c> losses and gradients without entropy.</summary>
    public static readonly Tolerance Losses = new(1e-8, 1e-5);

    /// <summary>The entropy loss and gradients through it: they are divided by a temperature of 0.01.</summary>
    public static readonly Tolerance Entropy = new(1e-6, 1e-3);

    /// <summary><c>bf16.*</c>: another rounding at every operation; they catch gross faults only.</summary>
    public static readonly Tolerance Bf16 = new(0.25);

    /// <summary>Share of a byte image's values that may differ by one, at truncation edges.</summary>
    public const double ByteImageShare = 0.001;

    /// <summary>
    /// Guided logits. Guidance multiplies the error of both logits by |w| + |1 - w|, 9 for a weight of 5, where the README
    /// grants 5e-4.
    /// </summary>
    public static Tolerance Guided(double weight) => new(5e-4 / 9 * (Math.Abs(weight) + Math.Abs(1 - weight)) + 5e-5);
}
