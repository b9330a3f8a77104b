using System.Text.Json;
using JanusCluster.Client.Http;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;

namespace JanusCluster.Client.OpenAi.Chat;

/// <summary>Body of <c>POST /v1/chat/completions</c>. top_k and repetition_penalty are this API's own.</summary>
/// <param name="Model">Name or id; may be left out where there is one model.</param>
/// <param name="Messages">The conversation; its last message, the user's, is answered.</param>
/// <param name="MaxTokens">Longest answer in tokens; also as max_completion_tokens. Default: 512.</param>
/// <param name="Temperature">0 is greedy. Default: 1.</param>
/// <param name="N">Answers, 1 to 8. Default: 1.</param>
/// <param name="Stop">Up to 4 strings that end the answer.</param>
/// <param name="Logprobs">Tell the log probability of each token. Default: false.</param>
/// <param name="TopLogprobs">And of so many likeliest ones, 0 to 20.</param>
internal sealed record ChatCompletionBody(
    string? Model = null,
    IReadOnlyList<BodyMessage>? Messages = null,
    int? MaxTokens = null,
    int? MaxCompletionTokens = null,
    double? Temperature = null,
    double? TopP = null,
    int? TopK = null,
    double? RepetitionPenalty = null,
    double? FrequencyPenalty = null,
    double? PresencePenalty = null,
    long? Seed = null,
    TextOr<string>? Stop = null,
    int? N = null,
    bool? Logprobs = null,
    int? TopLogprobs = null,
    bool? Stream = null,
    StreamOptions? StreamOptions = null,
    FormatOption? ResponseFormat = null,
    JsonElement? Tools = null,
    JsonElement? ToolChoice = null,
    bool? ParallelToolCalls = null,
    JsonElement? LogitBias = null,
    IReadOnlyList<string>? Modalities = null,
    bool? Store = null,
    IReadOnlyDictionary<string, string>? Metadata = null,
    string? User = null,
    string? SafetyIdentifier = null,
    string? PromptCacheKey = null,
    string? ServiceTier = null)
{
    private const int MaxAnswers = 8;

    public int Answers => N ?? 1;

    /// <summary>How the answers are drawn.</summary>
    /// <exception cref="JanusException">Names the first field that is wrong.</exception>
    public ChatSettings ToSettings()
    {
        BodyRules.Refuse(Tools is { ValueKind: JsonValueKind.Array } tools && tools.GetArrayLength() > 0, "tools", "The model calls no tools.");
        BodyRules.Refuse(ToolChoice is { } choice && !IsNone(choice), "tool_choice", "The model calls no tools.");
        BodyRules.Refuse(LogitBias is { ValueKind: JsonValueKind.Object } bias && bias.EnumerateObject().Any(), "logit_bias", "logit_bias is not supported.");
        BodyRules.Refuse(FrequencyPenalty is not (null or 0), "frequency_penalty", "frequency_penalty is not supported; repetition_penalty is.");
        BodyRules.Refuse(PresencePenalty is not (null or 0), "presence_penalty", "presence_penalty is not supported; repetition_penalty is.");
        BodyRules.Refuse(Modalities is { } modalities && !modalities.All(modality => modality == "text"), "modalities", "Answers are text: modalities must be [\"text\"].");
        BodyRules.Refuse(MaxTokens is not null && MaxCompletionTokens is not null && MaxTokens != MaxCompletionTokens, "max_tokens", "Give either max_tokens or max_completion_tokens.");
        BodyRules.Refuse(N is not (null or (>= 1 and <= MaxAnswers)), "n", $"n must be 1 to {MaxAnswers}; it is {N}.");
        BodyRules.Refuse(TopLogprobs is not null && Logprobs != true, "top_logprobs", "top_logprobs needs logprobs set to true.");
        BodyRules.Refuse(TopLogprobs is not (null or (>= 0 and <= ChatLimits.MaxTopLogprobs)), "top_logprobs", $"top_logprobs must be 0 to {ChatLimits.MaxTopLogprobs}; it is {TopLogprobs}.");
        BodyRules.Refuse(StreamOptions is not null && Stream != true, "stream_options", "stream_options needs stream set to true.");
        ResponseFormat?.RequireText("response_format");
        return BodyRules.Settings(
            MaxCompletionTokens ?? MaxTokens, MaxCompletionTokens is null ? "max_tokens" : "max_completion_tokens", Temperature, TopP, TopK, RepetitionPenalty,
            Seed, Stop, Logprobs == true ? TopLogprobs ?? 0 : null);
    }

    private static bool IsNone(JsonElement choice) => choice.GetRawText() is "null" or "\"none\"" or "\"auto\"";
}

/// <param name="Role">system, developer (the same here), user or assistant.</param>
/// <param name="Content">Text, or a list of text and image_url parts.</param>
internal sealed record BodyMessage(string? Role = null, TextOr<ContentPart>? Content = null, string? Name = null, string? Refusal = null, JsonElement? ToolCalls = null, JsonElement? Annotations = null, JsonElement? Audio = null);

/// <param name="Type">text or image_url.</param>
internal sealed record ContentPart(string? Type = null, string? Text = null, ImageUrl? ImageUrl = null);

/// <param name="Url">A data URI (data:image/png;base64,…); an https address where the operator allows its host.</param>
/// <param name="Detail">Taken and without effect: the model sees every image at its own size.</param>
internal sealed record ImageUrl(string? Url = null, string? Detail = null);

/// <param name="IncludeUsage">Send a last chunk with the numbers of tokens. Default: false.</param>
/// <param name="IncludeObfuscation">Taken and without effect.</param>
internal sealed record StreamOptions(bool? IncludeUsage = null, bool? IncludeObfuscation = null);

/// <param name="Type">text.</param>
internal sealed record FormatOption(string? Type = null, JsonElement? JsonSchema = null, JsonElement? Name = null, JsonElement? Schema = null, JsonElement? Strict = null, JsonElement? Description = null)
{
    /// <exception cref="JanusException">It is another one.</exception>
    public void RequireText(string field) =>
        BodyRules.Refuse(Type is not (null or "text"), $"{field}.type", $"{field}.type must be text; it is {ApiText.Quote(Type)}.");
}
