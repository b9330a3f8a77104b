namespace JanusCluster.Silo.Models;

/// <summary>A simulated engine's answer: its tokens are words, and follow from the message that is answered.</summary>
internal static class SimulatedAnswer
{
    public const int Shortest = 32, Longest = 256, Words = 4096;

    /// <summary>A word is three of these sixteen.</summary>
    private static readonly string[] Syllables =
        ["ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va"];

    /// <returns>Ids of the whole answer: as many as follow from the message, or <paramref name="maxTokens"/> if that is fewer.</returns>
    public static int[] Ids(string message, int maxTokens)
    {
        var numbers = new SimulatedNumbers(message, seed: 0);
        int[] ids = new int[Math.Min(Length(message), maxTokens)];
        for (int i = 0; i < ids.Length; i++)
            ids[i] = (int)(numbers[i + 1] % Words);
        return ids;
    }

    /// <summary>Tokens of the answer when nothing cuts it short.</summary>
    public static int Length(string message) =>
        Shortest + (int)(new SimulatedNumbers(message, seed: 0)[0] % (Longest - Shortest + 1));

    /// <summary>What the token at <paramref name="index"/> adds to the answer's text.</summary>
    public static string Text(int id, int index) =>
        (index == 0 ? "" : " ") + Syllables[id >> 8] + Syllables[(id >> 4) & 15] + Syllables[id & 15];

    /// <summary>The whole answer's text.</summary>
    public static string Text(string message, int maxTokens) => string.Concat(Ids(message, maxTokens).Select(Text));
}
