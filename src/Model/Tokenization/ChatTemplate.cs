namespace JanusCluster.Model.Tokenization;

/// <summary>A conversation to the prompt that a model was tuned on.</summary>
/// <remarks>
/// Source: <c>VLChatProcessor.apply_sft_template_for_multi_turn_prompts</c> and <c>conversation.py</c> of deepseek-ai/Janus.
/// Separators go by the parity of a turn's index, not by its role; contents and the result are stripped.
/// </remarks>
public sealed class ChatTemplate
{
    /// <summary>What the reference puts in front of every conversation about images; none for text to image.</summary>
    public const string DefaultSystemPrompt =
        "You are a helpful language and vision assistant. You are able to understand the visual content that the user provides, "
        + "and assist the user with a variety of tasks using natural language.";

    private delegate IEnumerable<PromptSegment> Style(IReadOnlyList<ChatMessage> messages, PromptSegment systemPrompt);

    private static readonly Dictionary<string, Style> Styles = new()
    {
        ["deepseek"] = DeepSeek,
        ["deepseek_old"] = DeepSeek,
        ["plain"] = (messages, _) => messages.SelectMany(message => message.Content),
        ["alignment"] = Alignment,
        ["llava_llama2"] = Llama2,
        ["llama-2"] = Llama2,
    };

    private readonly Style _style;

    /// <param name="name">The <c>sft_format</c> of <c>processor_config.json</c>; Janus-Pro: <c>deepseek</c>.</param>
    /// <exception cref="ArgumentException">An unknown name.</exception>
    public ChatTemplate(string name)
    {
        if (!Styles.TryGetValue(name, out var style))
            throw new ArgumentException($"The chat format '{name}' is not known; known are {string.Join(", ", Styles.Keys)}.", nameof(name));
        Name = name;
        _style = style;
    }

    public string Name { get; }

    /// <summary>The prompt in segments; their joined text is what the reference makes.</summary>
    /// <param name="systemPrompt">Empty for none.</param>
    public IReadOnlyList<PromptSegment> Apply(IEnumerable<ChatMessage> messages, PromptSegment systemPrompt)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ChatMessage[] stripped = [.. messages.Select(message => message with { Content = SegmentTrim.Trim(message.Content) })];
        return SegmentTrim.Trim(_style(stripped, systemPrompt));
    }

    /// <summary>The prompt as one string.</summary>
    public string Render(IEnumerable<ChatMessage> messages, string systemPrompt = "") =>
        string.Concat(Apply(messages, PromptSegment.Markup(systemPrompt)).Select(segment => segment.Text));

    private static IEnumerable<PromptSegment> DeepSeek(IReadOnlyList<ChatMessage> messages, PromptSegment systemPrompt)
    {
        if (systemPrompt.Text.Length > 0)
        {
            yield return systemPrompt;
            yield return PromptSegment.Markup("\n\n");
        }
        for (var i = 0; i < messages.Count; i++)
        {
            var isEmpty = messages[i].Content.Count == 0;
            yield return PromptSegment.Markup(messages[i].Role + (isEmpty ? ":" : ": "));
            foreach (var part in messages[i].Content)
                yield return part;
            if (!isEmpty)
                yield return PromptSegment.Markup(i % 2 == 0 ? "\n\n" : SpecialTokenIds.EosToken);
        }
    }

    private static IEnumerable<PromptSegment> Alignment(IReadOnlyList<ChatMessage> messages, PromptSegment systemPrompt)
    {
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i].Content.Count == 0)
                continue;
            // What the user wrote is replaced: this format trains captions.
            foreach (var part in i % 2 == 0 ? [PromptSegment.Markup("<image>\n")] : messages[i].Content)
                yield return part;
        }
    }

    private static IEnumerable<PromptSegment> Llama2(IReadOnlyList<ChatMessage> messages, PromptSegment systemPrompt)
    {
        yield return PromptSegment.Markup("[INST] ");
        if (systemPrompt.Text.Length > 0)
        {
            yield return PromptSegment.Markup("<<SYS>>\n");
            yield return systemPrompt;
            yield return PromptSegment.Markup("\n<</SYS>>\n\n");
        }
        for (var i = 0; i < messages.Count; i++)
        {
            var isEmpty = messages[i].Content.Count == 0;
            // The opening tag of the first turn already stands in front of the system prompt.
            if (isEmpty || i > 0)
                yield return PromptSegment.Markup((i % 2 == 0 ? "[INST]" : "[/INST]") + (isEmpty ? "" : " "));
            foreach (var part in messages[i].Content)
                yield return part;
            if (!isEmpty)
                yield return PromptSegment.Markup(i % 2 == 0 ? " " : " </s><s>");
        }
    }
}
