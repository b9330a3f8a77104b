using JanusCluster.Model.Tokenization;

namespace JanusCluster.Model.Checkpoints.Initial;

/// <summary>A small byte-level BPE vocabulary: every byte, and a few common English pieces.</summary>
internal static class ByteLevelVocabulary
{
    /// <summary>Pieces that merges build up letter by letter; a leading space is part of a word.</summary>
    private static readonly string[] Pieces =
        [" the", " and", " of", " to", " in", " image", " with", " photo", " colour", " is", " on", "ing", "ed", "er", "ion", "you"];

    /// <param name="without">Characters of bytes that are added tokens instead.</param>
    public static Vocabulary Create(IReadOnlyList<string> without)
    {
        List<string> tokens = [.. Vocabulary.Bytes.Except(without)];
        var known = tokens.ToHashSet();
        var merges = new List<string>();
        foreach (string piece in Pieces.Select(piece => piece.Replace(' ', ByteAlphabet.Encode((byte)' '))))
        {
            for (int length = 2; length <= piece.Length; length++)
            {
                if (!known.Add(piece[..length]))
                    continue;
                tokens.Add(piece[..length]);
                merges.Add($"{piece[..(length - 1)]} {piece[length - 1]}");
            }
        }

        return new Vocabulary(tokens, merges);
    }
}
