using System.Text;
using JanusCluster.Client.Http;
using JanusCluster.Client.OpenAi.Chat;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Client.OpenAi.Responses;

/// <summary>A response while it is made.</summary>
internal sealed class ResponseDraft(ResponseId id, ResponseBody body, ChatSettings drawing, ModelDescription model, long createdAt)
{
    private readonly StringBuilder _text = new();
    private readonly List<ChatLogprob> _logprobs = [];
    private TurnChunk? _last;

    public string MessageId { get; } = $"msg_{id}";

    public bool TellsLogprobs => drawing.TopLogprobs is not null;

    /// <returns>Log probabilities of the piece; null where none were asked for.</returns>
    public IReadOnlyList<ChatLogprob>? Add(TurnChunk chunk)
    {
        _text.Append(chunk.Text);
        IReadOnlyList<ChatLogprob>? logprobs = TellsLogprobs ? [.. (chunk.Logprobs ?? []).Select(ChatLogprob.Of)] : null;
        _logprobs.AddRange(logprobs ?? []);
        if (chunk.FinishReason is not null)
            _last = chunk;
        return logprobs;
    }

    public OutputMessage Message() => new(
        MessageId, "message", _last?.FinishReason == "length" ? "incomplete" : "completed", "assistant",
        [OutputText.Of(_text.ToString(), TellsLogprobs ? _logprobs : null)]);

    public ResponseObject Begun() => Make("in_progress", [], null);

    public ResponseObject Finished() => Make(StatusOf(_last?.FinishReason), [Message()], null);

    public ResponseObject Failed(ErrorBody error) => Make("failed", _text.Length > 0 ? [Message()] : [], ResponseError.Of(error));

    public static string StatusOf(string? finishReason) => finishReason switch
    {
        "length" => "incomplete",
        "cancelled" => "cancelled",
        _ => "completed",
    };

    private ResponseObject Make(string status, IReadOnlyList<OutputMessage> output, ResponseError? error) => new(
        id.ToString(), "response", createdAt, status, error, status == "incomplete" ? new IncompleteDetails("max_output_tokens") : null,
        body.Instructions, drawing.MaxTokens, model.Name, output, true, body.PreviousResponseId, id.IsOwn ? null : new ConversationId(id.Conversation),
        body.Store ?? true, drawing.Temperature, drawing.TopP, new TextOption(new FormatOption("text")), "auto", [], "disabled",
        _last is null ? null : ResponseUsage.Of(_last.PromptTokens, _last.CompletionTokens), body.Metadata ?? new Dictionary<string, string>());
}
