using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Contracts.Models;

/// <summary>What a silo serves.</summary>
/// <param name="Name">For people, for example janus-nano.</param>
/// <param name="Hash">SHA-256 (hex) identity of the checkpoint.</param>
/// <param name="Numerics">Device kind, dtype and library: within one class the same shapes give the same bits.</param>
/// <param name="CodesPerImage">576 for the published models.</param>
/// <param name="ImageSize">Side of a picture in pixels.</param>
/// <param name="ContextLength">Positions of the longest sequence.</param>
/// <param name="PromptTokenLimit">Longest rendered text-to-image prompt in tokens.</param>
/// <param name="ImageDefaults">How pictures are drawn where a request does not say; null stands for the reference's.</param>
/// <param name="IsDeterministic">The same seed gives the same bits within a numerics class, whatever else runs, also after a resume.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ModelDescription)]
public sealed record ModelDescription(
    [property: Id(0)] string Name,
    [property: Id(1)] string Hash,
    [property: Id(2)] string Numerics,
    [property: Id(3)] int CodesPerImage,
    [property: Id(4)] int ImageSize,
    [property: Id(5)] int ContextLength,
    [property: Id(6)] int PromptTokenLimit,
    [property: Id(7)] long Parameters,
    [property: Id(8)] bool IsDeterministic = false,
    [property: Id(9)] ImageSettings? ImageDefaults = null)
{
    /// <summary>Names the model in grain keys and jobs: work for one set of weights never runs on another.</summary>
    public string Id => $"{Name}@{Hash[..12]}";

    /// <summary>What a request gets that leaves its settings out.</summary>
    public ImageSettings Settings => ImageDefaults ?? new ImageSettings();
}

/// <summary>A silo that serves a model.</summary>
/// <param name="Key">Key of its <see cref="IModelGrain"/>.</param>
/// <param name="Capacity">Images that run at a time.</param>
/// <param name="Running">Images that run now.</param>
/// <param name="ChatCapacity">Turns that run at a time, beside the images.</param>
/// <param name="Chats">Turns that run now.</param>
/// <param name="Numerics">Numerics class of its device.</param>
/// <param name="IsDraining">It takes no more work.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ModelInstance)]
public sealed record ModelInstance(
    [property: Id(0)] string Key,
    [property: Id(1)] int Capacity,
    [property: Id(2)] int Running,
    [property: Id(3)] int ChatCapacity,
    [property: Id(4)] int Chats,
    [property: Id(5)] string Numerics,
    [property: Id(6)] bool IsDraining);

/// <param name="Codes">As in <c>GeneratedImage</c>. There may be fewer than an image has: what is not drawn yet is mid-grey.</param>
/// <param name="Text">Keyword and value of the PNG text chunks.</param>
[GenerateSerializer, Immutable, Alias(Aliases.RenderRequest)]
public sealed record RenderRequest(
    [property: Id(0)] byte[] Codes,
    [property: Id(1)] IReadOnlyList<KeyValuePair<string, string>> Text);

/// <summary>One turn for the model: the whole conversation, ending with the message to answer.</summary>
/// <param name="Resume">Token ids that the caller already has of the answer; generation goes on behind them.</param>
/// <param name="Lease">The place that the scheduler gave; the silo renews and ends it. Null for items of jobs.</param>
/// <param name="Trace">W3C traceparent of what the turn belongs to, where that is traced.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ChatWork)]
public sealed record ChatWork(
    [property: Id(0)] string Tenant,
    [property: Id(1)] IReadOnlyList<ChatMessage> Messages,
    [property: Id(2)] ChatSettings Settings,
    [property: Id(3)] IReadOnlyList<int> Resume,
    [property: Id(4)] HeldLease? Lease = null,
    [property: Id(5)] string? Trace = null);

/// <summary>A piece of an answer.</summary>
/// <param name="Tokens">Ids made since the last piece.</param>
/// <param name="Text">Their text; may be empty while a character is incomplete.</param>
/// <param name="Finish">Set on the last piece, which the last ids come with.</param>
/// <param name="Logprobs">One for each of the ids, where they were asked for.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ChatDelta)]
public sealed record ChatDelta(
    [property: Id(0)] IReadOnlyList<int> Tokens,
    [property: Id(1)] string Text,
    [property: Id(2)] ChatFinish? Finish,
    [property: Id(3)] IReadOnlyList<TokenLogprob>? Logprobs = null);

/// <param name="Reason">stop (end of sequence or a stop string) or length.</param>
/// <param name="CachedTokens">Of the prompt: they needed no prefill, since their prefix was stored.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ChatFinish)]
public sealed record ChatFinish(
    [property: Id(0)] string Reason,
    [property: Id(1)] int PromptTokens,
    [property: Id(2)] int CompletionTokens,
    [property: Id(3)] int CachedTokens = 0);
