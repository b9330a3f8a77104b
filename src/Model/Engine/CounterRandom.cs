namespace JanusCluster.Model.Engine;

/// <summary>
/// Uniform numbers that depend on a seed and a step and on nothing else: no state, so that a sequence can be batched
/// with any others, stopped, and resumed at any step with the same draws.
/// </summary>
/// <remarks>Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", 2011).</remarks>
public static class CounterRandom
{
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>A number in [0, 1) with 24 random bits, all that a float32 holds evenly.</summary>
    public static float Uniform(long seed, long step)
    {
        (uint first, _, _, _) = Philox(
            ((uint)step, (uint)(step >> 32), 0, 0), ((uint)seed, (uint)(seed >> 32)));
        return (first >> 8) * (1f / (1 << 24));
    }

    /// <summary>The generator's block function.</summary>
    internal static (uint, uint, uint, uint) Philox((uint A, uint B, uint C, uint D) counter, (uint A, uint B) key)
    {
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * counter.A, product1 = (ulong)Multiplier1 * counter.C;
            counter = (
                (uint)(product1 >> 32) ^ counter.B ^ key.A, (uint)product1,
                (uint)(product0 >> 32) ^ counter.D ^ key.B, (uint)product0);
            key = (key.A + Weyl0, key.B + Weyl1);
        }

        return counter;
    }
}
