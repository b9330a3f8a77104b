using JanusCluster.Model.Tokenization;

namespace JanusCluster.Model.Checkpoints.Initial;

/// <summary>The vocabulary of a byte-level BPE, without the added tokens.</summary>
/// <param name="Tokens">By id.</param>
/// <param name="Merges">By falling priority: two tokens with a space between.</param>
internal sealed record Vocabulary(IReadOnlyList<string> Tokens, IReadOnlyList<string> Merges)
{
    /// <summary>The characters of all 256 bytes, in the order in which published vocabularies begin.</summary>
    public static IReadOnlyList<string> Bytes { get; } =
        [.. Enumerable.Range(0, 256).Select(value => ByteAlphabet.Encode((byte)value)).OrderBy(c => c < 0x100 ? 0 : 1).ThenBy(c => c).Select(c => c.ToString())];

    /// <summary>With names for the ids up to <paramref name="size"/> that no token takes, so that ids after them are what they shall be.</summary>
    public Vocabulary Filled(int size) => this with { Tokens = [.. Tokens, .. Enumerable.Range(Tokens.Count, Math.Max(0, size - Tokens.Count)).Select(id => $"[{id}]")] };
}
