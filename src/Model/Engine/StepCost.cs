using System.Numerics;

namespace JanusCluster.Model.Engine;

/// <summary>Learns how long steps take by their tokens, to say how many tokens a step may have.</summary>
/// <remarks>Memory bandwidth makes few tokens cost as much as one, and arithmetic makes many cost in proportion: one average for each power of two follows both.</remarks>
internal sealed class StepCost
{
    private const double Weight = 0.25;

    /// <summary>What larger steps are thought to take fades with every smaller one, so that one slow step does not rule its size out for good.</summary>
    private const double Fading = 0.995;

    private readonly double[] _milliseconds = new double[31]; // of steps with 2^i to 2^(i+1) - 1 tokens; 0: not seen

    /// <summary>Takes notice of a step.</summary>
    public void Observe(int tokens, TimeSpan elapsed)
    {
        int size = BitOperations.Log2((uint)tokens);
        foreach (ref double larger in _milliseconds.AsSpan(size + 1))
            larger *= Fading;
        ref double known = ref _milliseconds[size];
        known = known == 0 ? elapsed.TotalMilliseconds : known + (Weight * (elapsed.TotalMilliseconds - known));
    }

    /// <summary>Most tokens of a step that is expected to end in time; at least 1.</summary>
    /// <remarks>A size not seen yet is tried when the next smaller one leaves room for twice its time.</remarks>
    public int TokensWithin(TimeSpan target)
    {
        double expected = 0;
        int best = 0;
        for (int size = 0; size < _milliseconds.Length; size++)
        {
            expected = _milliseconds[size] > 0 ? _milliseconds[size] : 2 * expected;
            if (expected <= target.TotalMilliseconds)
                best = size;
        }

        return (int)((2L << best) - 1);
    }
}
