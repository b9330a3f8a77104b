using JanusCluster.Client.Http;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Client.OpenAi.Chat;

/// <summary>Rules that the bodies of several endpoints share.</summary>
internal static class BodyRules
{
    private const int MaxStops = 4, MaxStopLength = 256, MaxMetadata = 16;
    private const double MinPenalty = 0.1, MaxPenalty = 10;

    /// <exception cref="JanusException">The condition holds.</exception>
    public static void Refuse(bool condition, string field, string message)
    {
        if (condition)
            throw JanusException.Invalid(field, message);
    }

    /// <exception cref="JanusException">Names the first field that is wrong.</exception>
    public static ChatSettings Settings(
        int? maxTokens, string maxTokensField, double? temperature, double? topP, int? topK, double? repetitionPenalty, long? seed, TextOr<string>? stop, int? topLogprobs)
    {
        Refuse(maxTokens is not (null or (>= 1 and <= JobLimits.MaxAnswerTokens)), maxTokensField, $"{maxTokensField} must be 1 to {JobLimits.MaxAnswerTokens}; it is {maxTokens}.");
        Refuse(seed is < 0 or > JobLimits.MaxSeed, "seed", $"seed must be 0 to {JobLimits.MaxSeed}; it is {seed}.");
        Refuse(repetitionPenalty is not (null or (>= MinPenalty and <= MaxPenalty)), "repetition_penalty", $"repetition_penalty must be {MinPenalty} to {MaxPenalty}; it is {repetitionPenalty}.");
        IReadOnlyList<string>? stops = stop?.List ?? (stop?.Text is { } one ? [one] : null);
        Refuse(stops is { Count: > MaxStops }, "stop", $"stop may have at most {MaxStops} strings.");
        Refuse(stops is not null && stops.Any(text => text is not { Length: > 0 and <= MaxStopLength }), "stop", $"Each stop string must have 1 to {MaxStopLength} characters.");
        var settings = new ChatSettings(
            maxTokens ?? new ChatSettings().MaxTokens, temperature ?? 1, topP ?? 1, topK ?? 0, repetitionPenalty ?? 1,
            seed ?? Random.Shared.NextInt64(JobLimits.MaxSeed), stops is { Count: > 0 } ? stops : null, topLogprobs);
        RequestRules.Validate(settings);
        return settings;
    }

    /// <exception cref="JanusException">There are too many, or they are too long.</exception>
    public static void CheckMetadata(IReadOnlyDictionary<string, string>? metadata)
    {
        Refuse(metadata is { Count: > MaxMetadata }, "metadata", $"metadata may have at most {MaxMetadata} entries.");
        Refuse(metadata is not null && metadata.Any(entry => entry.Key.Length > ChatLimits.MaxMetadataKeyLength || entry.Value is not { Length: <= ChatLimits.MaxMetadataValueLength }),
            "metadata", $"Keys of metadata have at most {ChatLimits.MaxMetadataKeyLength} characters, values {ChatLimits.MaxMetadataValueLength}.");
    }
}
