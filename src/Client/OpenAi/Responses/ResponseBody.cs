using System.Text.Json;
using JanusCluster.Client.Http;
using JanusCluster.Client.OpenAi.Chat;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;

namespace JanusCluster.Client.OpenAi.Responses;

/// <summary>Body of <c>POST /v1/responses</c>. top_k, repetition_penalty, seed and stop are this API's own.</summary>
/// <param name="Model">Name or id; may be left out where there is one model.</param>
/// <param name="Input">What is asked: text, or messages of which the last is the user's.</param>
/// <param name="Instructions">A system message for this answer.</param>
/// <param name="PreviousResponseId">Go on behind this response; several may go on behind the same one.</param>
/// <param name="Conversation">Or go on in this conversation, by its id or an object with the id.</param>
/// <param name="MaxOutputTokens">Longest answer in tokens. Default: 512.</param>
/// <param name="Temperature">0 is greedy. Default: 1.</param>
/// <param name="Store">Keep the response for later ones. Default: true.</param>
internal sealed record ResponseBody(
    string? Model = null,
    TextOr<InputItem>? Input = null,
    string? Instructions = null,
    string? PreviousResponseId = null,
    ConversationReference? Conversation = null,
    int? MaxOutputTokens = null,
    double? Temperature = null,
    double? TopP = null,
    int? TopK = null,
    double? RepetitionPenalty = null,
    long? Seed = null,
    TextOr<string>? Stop = null,
    bool? Stream = null,
    StreamOptions? StreamOptions = null,
    bool? Store = null,
    bool? Background = null,
    IReadOnlyDictionary<string, string>? Metadata = null,
    TextOption? Text = null,
    string? Truncation = null,
    JsonElement? Tools = null,
    JsonElement? ToolChoice = null,
    bool? ParallelToolCalls = null,
    int? MaxToolCalls = null,
    IReadOnlyList<string>? Include = null,
    JsonElement? Reasoning = null,
    int? TopLogprobs = null,
    string? User = null,
    string? SafetyIdentifier = null,
    string? PromptCacheKey = null,
    string? ServiceTier = null)
{
    private const string LogprobsInclude = "message.output_text.logprobs";

    /// <summary>How the answer is drawn.</summary>
    /// <exception cref="JanusException">Names the first field that is wrong.</exception>
    public ChatSettings ToSettings()
    {
        BodyRules.Refuse(Background == true, "background", "Responses are made while they are waited for: background must be false.");
        BodyRules.Refuse(Tools is { ValueKind: JsonValueKind.Array } tools && tools.GetArrayLength() > 0, "tools", "The model calls no tools.");
        BodyRules.Refuse(Truncation is not (null or "disabled"), "truncation", "truncation must be disabled: a conversation that is too long is refused.");
        BodyRules.Refuse(PreviousResponseId is not null && Conversation is not null, "conversation", "Give either previous_response_id or conversation.");
        BodyRules.Refuse(Store == false && Conversation is not null, "store", "What is said in a conversation is stored: store must be true.");
        BodyRules.Refuse(Include?.Any(what => what != LogprobsInclude) == true, "include", $"include may hold {LogprobsInclude} only.");
        BodyRules.Refuse(TopLogprobs is not (null or (>= 0 and <= ChatLimits.MaxTopLogprobs)), "top_logprobs", $"top_logprobs must be 0 to {ChatLimits.MaxTopLogprobs}; it is {TopLogprobs}.");
        Text?.Format?.RequireText("text.format");
        BodyRules.CheckMetadata(Metadata);
        bool tellsLogprobs = TopLogprobs > 0 || Include?.Contains(LogprobsInclude) == true;
        return BodyRules.Settings(
            MaxOutputTokens, "max_output_tokens", Temperature, TopP, TopK, RepetitionPenalty, Seed, Stop, tellsLogprobs ? TopLogprobs ?? 0 : null);
    }
}

/// <param name="Format">text.</param>
internal sealed record TextOption(FormatOption? Format = null, string? Verbosity = null);

/// <summary>One message of the input.</summary>
/// <param name="Type">message. Default: that.</param>
/// <param name="Role">system or developer (the first only), user or assistant.</param>
/// <param name="Content">Text, or a list of input_text, input_image and (of the assistant) output_text parts.</param>
internal sealed record InputItem(string? Type = null, string? Role = null, TextOr<InputPart>? Content = null, string? Id = null, string? Status = null, string? Phase = null);

/// <param name="Type">input_text, input_image or output_text.</param>
/// <param name="ImageUrl">A data URI; an https address where the operator allows its host.</param>
/// <param name="FileId">Or an uploaded file.</param>
internal sealed record InputPart(
    string? Type = null, string? Text = null, string? ImageUrl = null, string? FileId = null, string? Detail = null, JsonElement? Annotations = null, JsonElement? Logprobs = null);
