using System.Text.Json.Serialization;

namespace JanusCluster.Evaluation.Tasks;

/// <summary>A share of right ones.</summary>
/// <param name="Value">0 to 1.</param>
/// <param name="N">How many were judged.</param>
public sealed record Score([property: JsonPropertyName("score")] double Value, [property: JsonPropertyName("n")] int N)
{
    private const double Normal95 = 1.959964;

    public static Score Of(IReadOnlyCollection<bool> outcomes) =>
        new(outcomes.Count == 0 ? 0 : (double)outcomes.Count(right => right) / outcomes.Count, outcomes.Count);

    /// <summary>The 95 % interval of Wilson (1927), which stays within 0 and 1 and has a width at both ends.</summary>
    public (double Low, double High) Interval()
    {
        if (N == 0)
            return (0, 1);
        double squared = Normal95 * Normal95, center = (Value + squared / (2 * N)) / (1 + squared / N);
        double half = Normal95 / (1 + squared / N) * Math.Sqrt(Value * (1 - Value) / N + squared / (4.0 * N * N));
        return (Math.Max(0, center - half), Math.Min(1, center + half));
    }
}
