using JanusCluster.Model.Tokenization;

namespace JanusCluster.Model.Checkpoints.Initial;

/// <summary>The added tokens of a Janus tokenizer, in the order of their ids.</summary>
/// <param name="FirstId">Id of the first; the others follow without a gap.</param>
/// <param name="Contents">Their texts.</param>
internal sealed record AddedTokens(int FirstId, IReadOnlyList<string> Contents)
{
    public const string Begin = SpecialTokenIds.BosToken;
    public const string End = SpecialTokenIds.EosToken;
    public const string Pad = SpecialTokenIds.PadToken;

    /// <summary>Bytes that no UTF-8 text holds, as byte-level BPE writes them; the published 7B adds them after the vocabulary.</summary>
    public static readonly IReadOnlyList<string> BytesOutsideUtf8 = ["ø", "ö", "ú", "ÿ", "õ", "÷", "û", "ý", "À", "ù", "Á", "þ", "ü"];

    /// <summary>Tokens listed in special_tokens_map.json beside begin, end and padding.</summary>
    public static readonly IReadOnlyList<string> Additional =
        [SpecialTokenIds.ImagePlaceholderToken, "<patch_placeholder>", "<|ref|>", "<|/ref|>", "<|det|>", "<|/det|>", "<|grounding|>", "<|User|>", "<|Assistant|>"];

    private const int PublishedFirstId = 100_000;
    private const int PublishedUnnamed = 576;

    /// <summary>Room for the added tokens at the end of a small vocabulary.</summary>
    private const int SmallCount = 32;

    /// <summary>The published ids for the published models, the last ids of the vocabulary for small ones.</summary>
    /// <remarks>The 576 published tokens between begin and end of an image have no known names; theirs here are invented.</remarks>
    public static AddedTokens For(string preset, int vocabularySize)
    {
        if (vocabularySize <= PublishedFirstId)
            return new AddedTokens(vocabularySize - SmallCount, [Begin, End, Pad, SpecialTokenIds.BeginOfImageToken, SpecialTokenIds.EndOfImageToken, .. Additional]);
        return new AddedTokens(PublishedFirstId,
        [
            Begin,
            End,
            .. preset == "7b" ? BytesOutsideUtf8 : [],
            Pad,
            SpecialTokenIds.BeginOfImageToken,
            .. Enumerable.Range(0, PublishedUnnamed).Select(i => $"<|reserved_{i}|>"),
            SpecialTokenIds.EndOfImageToken,
            .. Additional,
        ]);
    }
}
