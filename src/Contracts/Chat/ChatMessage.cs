namespace JanusCluster.Contracts.Chat;

[GenerateSerializer, Alias(Aliases.ChatRole)]
public enum ChatRole
{
    User = 0,
    Assistant = 1,
    System = 2,
}

/// <summary>One message of a conversation.</summary>
/// <param name="Text">Plain text: what spells a special token stays text.</param>
/// <param name="Images">Blob names of the images that stand before the text, in order.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ChatMessage)]
public sealed record ChatMessage(
    [property: Id(0)] ChatRole Role,
    [property: Id(1)] string Text,
    [property: Id(2)] IReadOnlyList<string> Images);

/// <summary>How an answer is drawn.</summary>
/// <param name="Temperature">0 is greedy.</param>
/// <param name="RepetitionPenalty">Divides (or multiplies, below zero) the logits of tokens seen before; 1 is none. Keskar et al. 2019.</param>
/// <param name="Stop">Strings that end the answer; they are not part of it.</param>
/// <param name="TopLogprobs">Have the log probability of each token told, and of so many likeliest ones, 0 to <see cref="ChatLimits.MaxTopLogprobs"/>; null tells none.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ChatSettings)]
public sealed record ChatSettings(
    [property: Id(0)] int MaxTokens = 512,
    [property: Id(1)] double Temperature = 0,
    [property: Id(2)] double TopP = 1,
    [property: Id(3)] int TopK = 0,
    [property: Id(4)] double RepetitionPenalty = 1,
    [property: Id(5)] long Seed = 0,
    [property: Id(6)] IReadOnlyList<string>? Stop = null,
    [property: Id(7)] int? TopLogprobs = null);
