using System.Text.Json.Serialization;
using JanusCluster.Client.Http;
using JanusCluster.Client.OpenAi.Chat;

namespace JanusCluster.Client.OpenAi.Responses;

/// <summary>A response.</summary>
/// <param name="CreatedAt">Seconds since 1970.</param>
/// <param name="Status">in_progress, completed, incomplete (cut off by max_output_tokens), failed or cancelled.</param>
internal sealed record ResponseObject(
    string Id,
    string Object,
    long CreatedAt,
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] ResponseError? Error,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] IncompleteDetails? IncompleteDetails,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Instructions,
    int MaxOutputTokens,
    string Model,
    IReadOnlyList<OutputMessage> Output,
    bool ParallelToolCalls,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? PreviousResponseId,
    ConversationId? Conversation,
    bool Store,
    double Temperature,
    double TopP,
    TextOption Text,
    string ToolChoice,
    IReadOnlyList<object> Tools,
    string Truncation,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] ResponseUsage? Usage,
    IReadOnlyDictionary<string, string> Metadata);

internal sealed record ConversationId(string Id);

internal sealed record ResponseError(string Code, string Message)
{
    public static ResponseError Of(ErrorBody body) => new(body.Error.Code ?? "server_error", body.Error.Message);
}

/// <param name="Reason">max_output_tokens.</param>
internal sealed record IncompleteDetails(string Reason);

internal sealed record OutputMessage(string Id, string Type, string Status, string Role, IReadOnlyList<OutputText> Content);

internal sealed record OutputText(string Type, string Text, IReadOnlyList<object> Annotations, IReadOnlyList<ChatLogprob>? Logprobs)
{
    public static OutputText Of(string text, IReadOnlyList<ChatLogprob>? logprobs) => new("output_text", text, [], logprobs ?? []);
}

internal sealed record ResponseUsage(
    int InputTokens, InputTokensDetails InputTokensDetails, int OutputTokens, OutputTokensDetails OutputTokensDetails, int TotalTokens)
{
    public static ResponseUsage Of(int input, int output) => new(input, new InputTokensDetails(0), output, new OutputTokensDetails(0), input + output);
}

internal sealed record InputTokensDetails(int CachedTokens);

internal sealed record OutputTokensDetails(int ReasoningTokens);
