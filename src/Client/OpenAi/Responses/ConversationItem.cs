using JanusCluster.Contracts.Chat;

namespace JanusCluster.Client.OpenAi.Responses;

/// <summary>One message of a conversation.</summary>
internal sealed record ConversationItem(string Id, string Type, string Status, string Role, IReadOnlyList<ItemPart> Content)
{
    public static ConversationItem Of(ChatMessage message, string id) => new(id, "message", "completed", RoleOf(message.Role),
        [
            .. message.Images.Select(image => new ItemPart("input_image", null, image.Split('/')[^1], "auto")),
            new ItemPart(message.Role == ChatRole.Assistant ? "output_text" : "input_text", message.Text, null, null),
        ]);

    private static string RoleOf(ChatRole role) => role switch
    {
        ChatRole.Assistant => "assistant",
        ChatRole.System => "system",
        _ => "user",
    };
}

/// <param name="FileId">Of an image: its name by its content.</param>
internal sealed record ItemPart(string Type, string? Text, string? FileId, string? Detail);

internal sealed record ItemList(string Object, IReadOnlyList<ConversationItem> Data, string? FirstId, string? LastId, bool HasMore)
{
    public static ItemList Of(IReadOnlyList<ConversationItem> items, bool hasMore = false) =>
        new("list", items, items.Count > 0 ? items[0].Id : null, items.Count > 0 ? items[^1].Id : null, hasMore);
}
