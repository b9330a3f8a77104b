namespace JanusCluster.Contracts.Chat;

/// <summary>What the messages of a conversation must fulfil, whoever checks them.</summary>
public static class ChatRules
{
    /// <summary>Messages in their order, with or without one that is to be answered.</summary>
    /// <exception cref="JanusException">Names <paramref name="field"/>.</exception>
    public static void Validate(IReadOnlyList<ChatMessage> messages, string field)
    {
        ArgumentNullException.ThrowIfNull(messages);
        Check(messages.Count <= ChatLimits.MaxMessages, field,
            $"There are {messages.Count} messages; a conversation holds at most {ChatLimits.MaxMessages}.");
        for (int i = 0; i < messages.Count; i++)
        {
            Check(messages[i] is { Text: not null, Images: not null }, field, $"Message {i} has no content.");
            Check(messages[i].Role is ChatRole.User or ChatRole.Assistant or ChatRole.System, field, $"Message {i} has no known role.");
            Check(messages[i].Role != ChatRole.System || (i == 0 && messages[i].Images.Count == 0), field,
                $"Message {i} is a system message: there is at most one, it is the first, and it has no images.");
        }

        ValidateSize(messages, field);
    }

    /// <summary>What the model is shown together must not outgrow any context.</summary>
    /// <exception cref="JanusException">Names <paramref name="field"/>.</exception>
    public static void ValidateSize(IEnumerable<ChatMessage> messages, string field)
    {
        (long characters, long images) = (0, 0);
        foreach (ChatMessage message in messages)
            (characters, images) = (characters + message.Text.Length, images + message.Images.Count);
        Check(characters <= ChatLimits.MaxTextLength, field, $"The messages have more than {ChatLimits.MaxTextLength} characters.");
        Check(images <= ChatLimits.MaxImages, field, $"The messages have more than {ChatLimits.MaxImages} images.");
    }

    /// <exception cref="JanusException">Names the field metadata.</exception>
    public static void ValidateMetadata(IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        Check(metadata.Count <= ChatLimits.MaxMetadata, "metadata", $"metadata has at most {ChatLimits.MaxMetadata} entries.");
        foreach ((string key, string value) in metadata)
        {
            Check(key.Length is > 0 and <= ChatLimits.MaxMetadataKeyLength, "metadata",
                $"Keys of metadata have 1 to {ChatLimits.MaxMetadataKeyLength} characters.");
            Check(value?.Length <= ChatLimits.MaxMetadataValueLength, "metadata",
                $"Values of metadata have at most {ChatLimits.MaxMetadataValueLength} characters.");
        }
    }

    private static void Check(bool fulfilled, string field, string message)
    {
        if (!fulfilled)
            throw JanusException.Invalid(field, message);
    }
}
