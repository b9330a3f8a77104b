using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Models;
using JanusCluster.Imaging;
using JanusCluster.Model.Engine;
using JanusCluster.Model.Tokenization;
using JanusCluster.Storage;
using PromptMessage = JanusCluster.Model.Tokenization.ChatMessage;

namespace JanusCluster.Silo.Models;

/// <summary>From a conversation to what the engine draws an answer from.</summary>
internal static class ChatPrompt
{
    private static readonly ImageDecoder Decoder = new();

    /// <exception cref="JanusException">An image is missing or unreadable, or the conversation does not fit the context.</exception>
    public static async Task<TextGeneration> BuildAsync(
        ServedModel model, ChatWork work, IBlobStore blobs, CancellationToken cancellationToken)
    {
        VisionPrompt prompt = Render(model, work.Messages);
        int room = model.Description.ContextLength - prompt.Ids.Length;
        if (room <= work.Resume.Count)
        {
            throw JanusException.Invalid("messages",
                $"The conversation has {prompt.Ids.Length} tokens; {model.Description.Name} holds {model.Description.ContextLength}. Begin a new one, or send fewer images.");
        }

        var pixels = new List<float[]>();
        foreach (string image in work.Messages.SelectMany(message => message.Images))
            pixels.Add(await ReadImageAsync(model, image, blobs, cancellationToken));
        ChatSettings settings = work.Settings;
        return new TextGeneration(
            prompt, pixels, work.Resume, [model.Tokenizer.Special.Eos], Math.Min(settings.MaxTokens, room),
            settings.RepetitionPenalty, new SamplingSettings(settings.Temperature, settings.TopK, settings.TopP, settings.Seed))
        {
            Salt = work.Tenant,
            TopLogprobs = settings.TopLogprobs,
        };
    }

    /// <summary>Users' text is plain: what spells a special token stays text. A system message replaces the default one.</summary>
    private static VisionPrompt Render(ServedModel model, IReadOnlyList<Contracts.Chat.ChatMessage> messages)
    {
        PromptSegment? system = null;
        var turns = new List<PromptMessage>();
        foreach (Contracts.Chat.ChatMessage message in messages)
        {
            if (message.Role == ChatRole.System)
            {
                system = PromptSegment.Plain(message.Text);
                continue;
            }

            var content = new List<PromptSegment>();
            foreach (string _ in message.Images)
                content.AddRange([PromptMessage.Image, PromptSegment.Markup("\n")]);
            content.Add(PromptSegment.Plain(message.Text));
            turns.Add(new PromptMessage(message.Role == ChatRole.User ? PromptMessage.User : PromptMessage.Assistant, content));
        }

        turns.Add(new PromptMessage(PromptMessage.Assistant, []));
        return model.Prompts.Chat(turns, system);
    }

    private static async Task<float[]> ReadImageAsync(
        ServedModel model, string name, IBlobStore blobs, CancellationToken cancellationToken)
    {
        byte[] file = await blobs.ReadAsync(name, cancellationToken)
            ?? throw JanusException.Invalid("image", $"There is no image {name}; upload it again.");
        try
        {
            return model.Images.ToPixelValues(Decoder.Decode(file));
        }
        catch (ImageFormatException e)
        {
            throw JanusException.Invalid("image", e.Message);
        }
    }
}
