using JanusCluster.Client.Http;
using JanusCluster.Client.OpenAi.Chat;

namespace JanusCluster.Client.OpenAi.Responses;

/// <summary>The events of one streamed response, numbered in order.</summary>
internal sealed class ResponseEvents(EventStream stream)
{
    private int _number;

    /// <param name="type">response.created, in_progress, completed, incomplete or failed.</param>
    public Task SendAsync(string type, ResponseObject response) => stream.SendAsync(type, new LifeEvent(type, _number++, response));

    public async Task BeginTextAsync(string item)
    {
        const string ItemType = "response.output_item.added", PartType = "response.content_part.added";
        await stream.SendAsync(ItemType, new ItemEvent(ItemType, _number++, 0, new OutputMessage(item, "message", "in_progress", "assistant", [])));
        await stream.SendAsync(PartType, new PartEvent(PartType, _number++, item, 0, 0, OutputText.Of("", null)));
    }

    public Task SendTextAsync(string item, string text, IReadOnlyList<ChatLogprob>? logprobs)
    {
        const string Type = "response.output_text.delta";
        return stream.SendAsync(Type, new DeltaEvent(Type, _number++, item, 0, 0, text, logprobs ?? []));
    }

    public async Task EndTextAsync(OutputMessage message)
    {
        const string TextType = "response.output_text.done", PartType = "response.content_part.done", ItemType = "response.output_item.done";
        OutputText text = message.Content[0];
        await stream.SendAsync(TextType, new TextEvent(TextType, _number++, message.Id, 0, 0, text.Text, text.Logprobs ?? []));
        await stream.SendAsync(PartType, new PartEvent(PartType, _number++, message.Id, 0, 0, text));
        await stream.SendAsync(ItemType, new ItemEvent(ItemType, _number++, 0, message));
    }

    public Task SendErrorAsync(ErrorBody body)
    {
        const string Type = "error";
        return stream.SendAsync(Type, new FailureEvent(Type, _number++, body.Error.Code, body.Error.Message, body.Error.Param));
    }

    private sealed record LifeEvent(string Type, int SequenceNumber, ResponseObject Response);

    private sealed record ItemEvent(string Type, int SequenceNumber, int OutputIndex, OutputMessage Item);

    private sealed record PartEvent(string Type, int SequenceNumber, string ItemId, int OutputIndex, int ContentIndex, OutputText Part);

    private sealed record DeltaEvent(string Type, int SequenceNumber, string ItemId, int OutputIndex, int ContentIndex, string Delta, IReadOnlyList<ChatLogprob> Logprobs);

    private sealed record TextEvent(string Type, int SequenceNumber, string ItemId, int OutputIndex, int ContentIndex, string Text, IReadOnlyList<ChatLogprob> Logprobs);

    private sealed record FailureEvent(string Type, int SequenceNumber, string? Code, string Message, string? Param);
}
