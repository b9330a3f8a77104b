using JanusCluster.Model.Tokenization;

namespace JanusCluster.Model.Checkpoints.Initial;

/// <summary>A small byte-level BPE vocabulary: every byte, and a few common English pieces.</summary>
internal static class ByteLevelVocabulary
{
    /// <summary>Pieces that merges build up letter by letter; a leading space is part of a word.</summary>
    private static readonly string[] Pieces =
        [" the", " and", " of", " to", " in", " image", " with", " photo", " colour", " is", " on", "ing", "ed", "er", "ion", "you"];

    /// <summary>The characters of all 256 bytes, in the bytes' order.</summary>
    public static IReadOnlyList<char> ByteCharacters { get; } = [.. Enumerable.Range(0, 256).Select(value => ByteAlphabet.Encode((byte)value))];

    /// <param name="size">Ids to fill; those that no byte or piece takes get a name of their own, so that ids after them are what they shall be.</param>
    /// <param name="without">Characters of bytes that are added tokens instead.</param>
    public static (IReadOnlyList<string> Tokens, IReadOnlyList<string> Merges) Create(int size, IReadOnlyList<string> without)
    {
        List<string> tokens =
        [
            .. ByteCharacters.OrderBy(c => c < 0x100 ? 0 : 1).ThenBy(c => c).Select(c => c.ToString()).Where(c => !without.Contains(c)),
        ];
        var known = tokens.ToHashSet();
        var merges = new List<string>();
        foreach (string piece in Pieces.Select(piece => piece.Replace(' ', ByteCharacters[' '])))
        {
            for (int length = 2; length <= piece.Length && tokens.Count < size; length++)
            {
                if (!known.Add(piece[..length]))
                    continue;
                tokens.Add(piece[..length]);
                merges.Add($"{piece[..(length - 1)]} {piece[length - 1]}");
            }
        }

        for (int id = tokens.Count; id < size; id++)
            tokens.Add($"[{id}]");
        return (tokens, merges);
    }
}
