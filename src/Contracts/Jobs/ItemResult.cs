using JanusCluster.Contracts.Chat;

namespace JanusCluster.Contracts.Jobs;

/// <summary>What has become of an item: an image's codes, an answer, or an error.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.ItemResult)]
public abstract record ItemResult;

/// <summary>The codes of a finished image: all that is needed to make its picture again at any time.</summary>
/// <param name="Codes">VQ codes in raster order, two bytes each, little-endian: 1,152 bytes for 24 × 24.</param>
/// <param name="Seconds">From the first prefill to the last code, in the lease that finished it.</param>
/// <param name="From">Codes before these, which checkpoints hold; 0 where <paramref name="Codes"/> is the whole image.</param>
[GenerateSerializer, Immutable, Alias(Aliases.GeneratedImage)]
public sealed record GeneratedImage(
    [property: Id(0)] byte[] Codes,
    [property: Id(1)] double Seconds,
    [property: Id(2)] DateTimeOffset FinishedAt,
    [property: Id(3)] int From = 0) : ItemResult;

/// <summary>A finished answer.</summary>
/// <param name="FinishReason">stop or length.</param>
/// <param name="Logprobs">Where they were asked for: of the tokens whose text begins within <paramref name="Text"/>, in order.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ChatAnswer)]
public sealed record ChatAnswer(
    [property: Id(0)] string Text,
    [property: Id(1)] string FinishReason,
    [property: Id(2)] int PromptTokens,
    [property: Id(3)] int CompletionTokens,
    [property: Id(4)] double Seconds,
    [property: Id(5)] DateTimeOffset FinishedAt,
    [property: Id(6)] IReadOnlyList<TokenLogprob>? Logprobs = null) : ItemResult;

/// <summary>Why an item was not made.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.ItemError)]
public sealed record ItemError([property: Id(0)] ErrorCode Code, [property: Id(1)] string Message) : ItemResult;
