using JanusCluster.Client.Http;
using JanusCluster.Client.Input;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;

namespace JanusCluster.Client.OpenAi.Chat;

/// <summary>Messages of a request as the model is shown them; their images are stored on the way.</summary>
internal sealed class MessageReader(ImageInput images)
{
    /// <returns>At least one message; a system message is only the first, and the last is the user's.</returns>
    /// <exception cref="JanusException">Names the part that is wrong, for example messages[2].content[0].image_url.</exception>
    public async Task<IReadOnlyList<ChatMessage>> ReadAsync(string tenant, IReadOnlyList<BodyMessage>? messages, CancellationToken cancellationToken)
    {
        BodyRules.Refuse(messages is not { Count: > 0 }, "messages", "messages is missing or empty.");
        BodyRules.Refuse(messages!.Count > ChatLimits.MaxMessages, "messages", $"A conversation has at most {ChatLimits.MaxMessages} messages.");
        var read = new List<ChatMessage>();
        for (int i = 0; i < messages.Count; i++)
        {
            string field = $"messages[{i}]";
            BodyRules.Refuse(messages[i] is null, field, $"{field} is null.");
            read.Add(await ReadAsync(tenant, messages[i], field, read.Sum(message => message.Images.Count), cancellationToken));
            BodyRules.Refuse(read[i].Role == ChatRole.System && i > 0, $"{field}.role", "A system message must be the first.");
        }

        BodyRules.Refuse(read[^1].Role != ChatRole.User, $"messages[{messages.Count - 1}].role", "The last message must be the user's: it is what is answered.");
        ChatRules.Validate(read, "messages");
        return read;
    }

    /// <param name="before">Images of earlier messages.</param>
    private async Task<ChatMessage> ReadAsync(string tenant, BodyMessage message, string field, int before, CancellationToken cancellationToken)
    {
        ChatRole role = message.Role switch
        {
            "user" => ChatRole.User,
            "assistant" => ChatRole.Assistant,
            "system" or "developer" => ChatRole.System,
            _ => throw JanusException.Invalid($"{field}.role", $"{field}.role must be system, developer, user or assistant; it is {ApiText.Quote(message.Role)}."),
        };
        BodyRules.Refuse(message.Content is null && role != ChatRole.Assistant, $"{field}.content", $"{field}.content is missing.");
        if (message.Content is not { List: { } parts })
            return new ChatMessage(role, message.Content?.Text ?? "", []);

        BodyRules.Refuse(parts.Count == 0, $"{field}.content", $"{field}.content is empty.");
        var texts = new List<string>();
        var stored = new List<string>();
        for (int i = 0; i < parts.Count; i++)
            await ReadAsync(tenant, role, parts[i], $"{field}.content[{i}]", before, texts, stored, cancellationToken);
        return new ChatMessage(role, string.Join('\n', texts), stored);
    }

    private async Task ReadAsync(
        string tenant, ChatRole role, ContentPart? part, string field, int before, List<string> texts, List<string> stored, CancellationToken cancellationToken)
    {
        switch (part?.Type)
        {
            case "text":
                texts.Add(part.Text ?? throw JanusException.Invalid($"{field}.text", $"{field}.text is missing."));
                break;
            case "image_url":
                BodyRules.Refuse(role != ChatRole.User, field, "Only the user's messages may have images.");
                BodyRules.Refuse(before + stored.Count >= ChatLimits.MaxImages, field, $"A conversation has at most {ChatLimits.MaxImages} images.");
                string url = part.ImageUrl?.Url ?? throw JanusException.Invalid($"{field}.image_url.url", $"{field}.image_url.url is missing.");
                stored.Add(await images.StoreAsync(tenant, url, $"{field}.image_url", cancellationToken));
                break;
            default:
                throw JanusException.Invalid($"{field}.type", $"{field}.type must be text or image_url; it is {ApiText.Quote(part?.Type)}.");
        }
    }
}
