using System.Text;
using JanusCluster.Model.Checkpoints.Initial;
using JanusCluster.Model.Tokenization;

namespace JanusCluster.Training.Tokenization;

/// <summary>Learns a byte-level BPE vocabulary (Sennrich et al. 2016): the most frequent pair of neighbours becomes a token, again and again.</summary>
internal static class BpeTrainer
{
    /// <param name="texts">What the vocabulary shall be good for.</param>
    /// <param name="size">Tokens, the 256 bytes among them.</param>
    /// <param name="split">The pre-tokenizer: no token crosses its borders.</param>
    public static Vocabulary Train(IEnumerable<string> texts, int size, Func<string, IEnumerable<string>> split)
    {
        Dictionary<string, long> counts = [];
        foreach (string piece in texts.SelectMany(split))
            counts[piece] = counts.GetValueOrDefault(piece) + 1;
        (List<string> Symbols, long Count)[] words =
            [.. counts.Select(word => (Encoding.UTF8.GetBytes(word.Key).Select(b => ByteAlphabet.Encode(b).ToString()).ToList(), word.Value))];
        List<string> tokens = [.. Vocabulary.Bytes];
        List<string> merges = [];
        while (tokens.Count < size && Best(words) is { } pair)
        {
            tokens.Add(pair.Left + pair.Right);
            merges.Add($"{pair.Left} {pair.Right}");
            foreach ((List<string> symbols, _) in words)
                Merge(symbols, pair);
        }

        return new Vocabulary(tokens, merges);
    }

    /// <returns>Null when every word is one token. Of equally frequent pairs the first in ordinal order, so that the result does not depend on the order of the texts.</returns>
    private static (string Left, string Right)? Best((List<string> Symbols, long Count)[] words)
    {
        Dictionary<(string Left, string Right), long> pairs = [];
        foreach ((List<string> symbols, long count) in words)
        {
            for (int i = 1; i < symbols.Count; i++)
                pairs[(symbols[i - 1], symbols[i])] = pairs.GetValueOrDefault((symbols[i - 1], symbols[i])) + count;
        }

        return pairs.Count == 0
            ? null
            : pairs.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.Left, StringComparer.Ordinal).ThenBy(pair => pair.Key.Right, StringComparer.Ordinal).First().Key;
    }

    private static void Merge(List<string> symbols, (string Left, string Right) pair)
    {
        for (int i = 0; i + 1 < symbols.Count; i++)
        {
            if (symbols[i] != pair.Left || symbols[i + 1] != pair.Right)
                continue;
            symbols[i] += symbols[i + 1];
            symbols.RemoveAt(i + 1);
        }
    }
}
