using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Contracts.Chat;

/// <summary>Bounds on what one conversation may hold, so that no message or grain state outgrows its place.</summary>
public static class ChatLimits
{
    /// <summary>Messages of a transcript.</summary>
    public const int MaxMessages = JobLimits.MaxMessages;

    /// <summary>Characters of a message, and of a history: more than any model's context holds.</summary>
    public const int MaxTextLength = 4 * JobLimits.MaxPromptLength;

    /// <summary>Images of a message.</summary>
    public const int MaxImages = 64;

    /// <summary>Turns that a conversation reports; the oldest are forgotten first.</summary>
    public const int MaxTurnReports = 1_000;

    public const int MaxTopLogprobs = 20;

    /// <summary>Log probabilities of an answer: its tokens at most, each with its alternatives.</summary>
    public const int MaxLogprobs = 1 << 17;

    /// <summary>Entries of a conversation's metadata: sixteen of the caller's, and some that a front adds.</summary>
    public const int MaxMetadata = 20;
    public const int MaxMetadataKeyLength = 64;
    public const int MaxMetadataValueLength = 512;
}
