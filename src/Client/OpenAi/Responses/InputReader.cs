using JanusCluster.Client.Http;
using JanusCluster.Client.Input;
using JanusCluster.Client.OpenAi.Chat;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;

namespace JanusCluster.Client.OpenAi.Responses;

/// <summary>Input items as messages; their images are stored on the way.</summary>
internal sealed class InputReader(ImageInput images)
{
    /// <param name="field">What the request calls them.</param>
    /// <exception cref="JanusException">Names the part that is wrong.</exception>
    public async Task<IReadOnlyList<ChatMessage>> ReadAsync(string tenant, TextOr<InputItem>? input, string field, CancellationToken cancellationToken)
    {
        if (input?.Text is { } text)
            return Checked([new ChatMessage(ChatRole.User, text, [])], field);
        IReadOnlyList<InputItem> items = input?.List ?? throw JanusException.Invalid(field, $"{field} is missing.");
        BodyRules.Refuse(items.Count > ChatLimits.MaxMessages, field, $"{field} may have at most {ChatLimits.MaxMessages} messages.");
        var read = new List<ChatMessage>();
        for (int i = 0; i < items.Count; i++)
        {
            BodyRules.Refuse(items[i] is null, $"{field}[{i}]", $"{field}[{i}] is null.");
            read.Add(await ReadAsync(tenant, items[i], $"{field}[{i}]", read.Sum(message => message.Images.Count), cancellationToken));
            BodyRules.Refuse(read[i].Role == ChatRole.System && i > 0, $"{field}[{i}].role", "A system message must be the first.");
        }

        return Checked(read, field);
    }

    private static IReadOnlyList<ChatMessage> Checked(IReadOnlyList<ChatMessage> messages, string field)
    {
        ChatRules.Validate(messages, field);
        return messages;
    }

    /// <param name="before">Images of earlier messages.</param>
    private async Task<ChatMessage> ReadAsync(string tenant, InputItem item, string field, int before, CancellationToken cancellationToken)
    {
        BodyRules.Refuse(item.Type is not (null or "message"), $"{field}.type", $"{field}.type must be message; it is {ApiText.Quote(item.Type)}.");
        ChatRole role = item.Role switch
        {
            "user" => ChatRole.User,
            "assistant" => ChatRole.Assistant,
            "system" or "developer" => ChatRole.System,
            _ => throw JanusException.Invalid($"{field}.role", $"{field}.role must be system, developer, user or assistant; it is {ApiText.Quote(item.Role)}."),
        };
        if (item.Content?.Text is { } text)
            return new ChatMessage(role, text, []);
        IReadOnlyList<InputPart> parts = item.Content?.List ?? throw JanusException.Invalid($"{field}.content", $"{field}.content is missing.");
        var texts = new List<string>();
        var stored = new List<string>();
        for (int i = 0; i < parts.Count; i++)
        {
            string name = $"{field}.content[{i}]";
            InputPart? part = parts[i];
            switch (part?.Type)
            {
                case "input_text" or "output_text" or "text":
                    texts.Add(part.Text ?? throw JanusException.Invalid($"{name}.text", $"{name}.text is missing."));
                    break;
                case "input_image":
                    BodyRules.Refuse(role != ChatRole.User, name, "Only the user's messages may have images.");
                    BodyRules.Refuse(before + stored.Count >= ChatLimits.MaxImages, name, $"A conversation has at most {ChatLimits.MaxImages} images.");
                    stored.Add(await StoreAsync(tenant, part, name, cancellationToken));
                    break;
                default:
                    throw JanusException.Invalid($"{name}.type", $"{name}.type must be input_text, input_image or output_text; it is {ApiText.Quote(part?.Type)}.");
            }
        }

        return new ChatMessage(role, string.Join('\n', texts), stored);
    }

    private Task<string> StoreAsync(string tenant, InputPart part, string field, CancellationToken cancellationToken) => part switch
    {
        { ImageUrl: { } url, FileId: null } => images.StoreAsync(tenant, url, $"{field}.image_url", cancellationToken),
        { FileId: { } file, ImageUrl: null } => images.StoreFileAsync(tenant, file, $"{field}.file_id", cancellationToken),
        _ => throw JanusException.Invalid(field, $"{field} must have either image_url or file_id."),
    };
}
