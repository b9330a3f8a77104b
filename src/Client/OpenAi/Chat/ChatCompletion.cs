using System.Text.Json.Serialization;

namespace JanusCluster.Client.OpenAi.Chat;

/// <summary>Answer of <c>POST /v1/chat/completions</c>.</summary>
/// <param name="Created">Seconds since 1970.</param>
/// <param name="SystemFingerprint">Names the weights.</param>
internal sealed record ChatCompletion(
    string Id, string Object, long Created, string Model, IReadOnlyList<ChatChoice> Choices, ChatUsage Usage, string SystemFingerprint);

internal sealed record ChatChoice(
    int Index,
    AnswerMessage Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] ChatLogprobs? Logprobs,
    string FinishReason);

internal sealed record AnswerMessage(
    string Role, string Content, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Refusal = null)
{
    public static AnswerMessage Of(string text) => new("assistant", text);
}

internal sealed record ChatUsage(int PromptTokens, int CompletionTokens, int TotalTokens)
{
    public static ChatUsage Of(int prompt, int completion) => new(prompt, completion, prompt + completion);

    public static ChatUsage operator +(ChatUsage a, ChatUsage b) => Of(Math.Max(a.PromptTokens, b.PromptTokens), a.CompletionTokens + b.CompletionTokens);
}

/// <summary>One event of a streamed answer.</summary>
/// <param name="Choices">Empty in the last one, which has the usage.</param>
internal sealed record ChatChunk(
    string Id, string Object, long Created, string Model, IReadOnlyList<ChunkChoice> Choices, string SystemFingerprint, ChatUsage? Usage);

internal sealed record ChunkChoice(
    int Index,
    ChunkDelta Delta,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] ChatLogprobs? Logprobs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? FinishReason);

internal sealed record ChunkDelta(string? Role = null, string? Content = null);
