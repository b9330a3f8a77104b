using JanusCluster.Model.Configuration;

namespace JanusCluster.Model.Tokenization;

/// <summary>Conversations and descriptions to the ids that a model starts from. Thread-safe.</summary>
/// <remarks>Source: <c>VLChatProcessor.process_one</c> and <c>generation_inference.py</c> of deepseek-ai/Janus.</remarks>
public sealed class PromptBuilder
{
    private readonly BpeTokenizer _tokenizer;
    private readonly ProcessorConfig _options;
    private readonly ChatTemplate _template;
    private readonly SpecialTokenIds _special;

    /// <exception cref="TokenizerFormatException">The tokenizer lacks a token that prompts need.</exception>
    /// <exception cref="ArgumentException">An unknown chat format, or no positions for an image.</exception>
    public PromptBuilder(BpeTokenizer tokenizer, ProcessorConfig options)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.NumImageTokens);
        _tokenizer = tokenizer;
        _options = options;
        _template = new ChatTemplate(options.SftFormat);
        _special = tokenizer.Special;
    }

    /// <summary>A conversation. Only images and other markup act as control tokens; what users typed stays text.</summary>
    /// <param name="systemPrompt">Null: <see cref="ChatTemplate.DefaultSystemPrompt"/>; empty: none.</param>
    public VisionPrompt Chat(IEnumerable<ChatMessage> messages, PromptSegment? systemPrompt = null) =>
        FromSegments(_template.Apply(messages, systemPrompt ?? PromptSegment.Plain(ChatTemplate.DefaultSystemPrompt)));

    /// <summary>A prompt that is already put together.</summary>
    public VisionPrompt FromSegments(IEnumerable<PromptSegment> segments) => ExpandImages([_special.Bos, .. _tokenizer.Encode(segments)]);

    /// <summary>A description to make an image from. No system prompt.</summary>
    /// <param name="description">Plain text from outside: control tokens spelled in it stay text. The reference takes it as <see cref="PromptSegment.Markup"/>.</param>
    public ImagePrompt TextToImage(PromptSegment description)
    {
        ChatMessage[] messages = [new(ChatMessage.User, [description]), new(ChatMessage.Assistant, [])];
        // After the template, which strips: the token ends the prompt whatever stands before it.
        var segments = _template.Apply(messages, PromptSegment.Plain("")).Append(PromptSegment.Markup(SpecialTokenIds.BeginOfImageToken));
        int[] conditional = [_special.Bos, .. _tokenizer.Encode(segments)];
        var unconditional = (int[])conditional.Clone();
        Array.Fill(unconditional, _special.Pad, 1, unconditional.Length - 2);
        return new ImagePrompt(conditional, unconditional);
    }

    /// <summary>Replaces each placeholder by the positions of its image.</summary>
    public VisionPrompt ExpandImages(ReadOnlySpan<int> ids)
    {
        var expanded = new List<int>(ids.Length);
        var starts = new List<int>();
        foreach (var id in ids)
        {
            if (id != _special.ImagePlaceholder || _options.AddSpecialToken)
                expanded.Add(id);
            if (id != _special.ImagePlaceholder)
                continue;
            expanded.Add(_special.BeginOfImage);
            starts.Add(expanded.Count);
            expanded.AddRange(Enumerable.Repeat(id, _options.NumImageTokens));
            expanded.Add(_special.EndOfImage);
        }
        return new VisionPrompt(expanded.ToArray(), starts, _options.NumImageTokens);
    }
}
