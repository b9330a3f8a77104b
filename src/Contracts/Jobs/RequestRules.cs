using JanusCluster.Contracts.Chat;

namespace JanusCluster.Contracts.Jobs;

/// <summary>What a single request must fulfil, whoever checks it: the front tells its user, the job grain believes no one.</summary>
public static class RequestRules
{
    public const double MinGuidance = 1;
    public const double MaxGuidance = 100;
    public const double MaxTemperature = 100;

    /// <exception cref="JanusException">Names the first field that is wrong, as a request file spells it.</exception>
    public static void Validate(JobRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Check(request.CustomId is { Length: > 0 and <= JobLimits.MaxCustomIdLength } && !request.CustomId.Any(char.IsControl),
            "custom_id", $"custom_id must have 1 to {JobLimits.MaxCustomIdLength} characters, none of them a control character.");
        if (request is ChatRequest chat)
            Validate(chat);
        else
            Validate((ImageRequest)request);
    }

    /// <exception cref="JanusException">As above.</exception>
    public static void Validate(ChatSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Check(settings.MaxTokens is > 0 and <= JobLimits.MaxAnswerTokens, "max_tokens",
            $"max_tokens must be 1 to {JobLimits.MaxAnswerTokens}; it is {settings.MaxTokens}.");
        CheckDrawing(settings.Temperature, settings.TopK, settings.TopP);
        if (settings.TopLogprobs is not { } top)
            return;
        Check(top is >= 0 and <= ChatLimits.MaxTopLogprobs, "top_logprobs",
            $"top_logprobs must be 0 to {ChatLimits.MaxTopLogprobs}; it is {top}.");
        Check((long)settings.MaxTokens * (top + 1) <= ChatLimits.MaxLogprobs, "max_tokens",
            $"With {top} top_logprobs, max_tokens is at most {ChatLimits.MaxLogprobs / (top + 1)}; it is {settings.MaxTokens}.");
    }

    private static void Validate(ChatRequest request)
    {
        Check(request.Messages is { Count: > 0 and <= JobLimits.MaxMessages } && request.Messages[^1].Role == ChatRole.User,
            "messages", $"A conversation has 1 to {JobLimits.MaxMessages} messages and ends with one of the user.");
        ChatRules.Validate(request.Messages, "messages");
        Validate(request.Settings);
    }

    private static void Validate(ImageRequest request)
    {
        Check(!string.IsNullOrWhiteSpace(request.Prompt), "prompt", "The prompt is empty.");
        Check(request.Prompt.Length <= JobLimits.MaxPromptLength, "prompt",
            $"The prompt has {request.Prompt.Length} characters; at most {JobLimits.MaxPromptLength} are accepted.");
        Check(request.Count is > 0 and <= JobLimits.MaxImagesPerRequest, "n",
            $"n must be 1 to {JobLimits.MaxImagesPerRequest}; it is {request.Count}.");
        Check(request.Seed is null or (>= 0 and <= JobLimits.MaxSeed), "seed",
            $"seed must be 0 to {JobLimits.MaxSeed}; it is {request.Seed}.");
        Validate(request.Settings);
    }

    // NaN fulfils no comparison, so every check also keeps it out.
    private static void Validate(ImageSettings settings)
    {
        Check(settings.Guidance is >= MinGuidance and <= MaxGuidance, "guidance",
            $"guidance must be {MinGuidance} to {MaxGuidance}; it is {settings.Guidance}.");
        CheckDrawing(settings.Temperature, settings.TopK, settings.TopP);
    }

    private static void CheckDrawing(double temperature, int topK, double topP)
    {
        Check(temperature is >= 0 and <= MaxTemperature, "temperature",
            $"temperature must be 0 to {MaxTemperature}; it is {temperature}.");
        Check(topK >= 0, "top_k", $"top_k must not be negative; it is {topK}.");
        Check(topP is > 0 and <= 1, "top_p", $"top_p must be above 0 and at most 1; it is {topP}.");
    }

    private static void Check(bool fulfilled, string field, string message)
    {
        if (!fulfilled)
            throw JanusException.Invalid(field, message);
    }
}
