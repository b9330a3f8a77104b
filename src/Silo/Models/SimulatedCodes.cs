namespace JanusCluster.Silo.Models;

/// <summary>The codes that a simulated engine draws: they follow from prompt and seed, so anybody can tell what is right.</summary>
internal static class SimulatedCodes
{
    public const int CodebookSize = 16_384;

    /// <returns>The first <paramref name="count"/> codes of the image.</returns>
    public static ushort[] Of(string prompt, long seed, int count)
    {
        var numbers = new SimulatedNumbers(prompt, seed);
        ushort[] codes = new ushort[count];
        for (int i = 0; i < count; i++)
            codes[i] = (ushort)(numbers[i] % CodebookSize);
        return codes;
    }
}
