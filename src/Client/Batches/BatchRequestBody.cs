using System.Text.RegularExpressions;
using JanusCluster.Client.Http;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Batches;

namespace JanusCluster.Client.Batches;

/// <summary>Body of <c>POST /v1/batches</c>.</summary>
/// <param name="InputFileId">A file with the purpose batch.</param>
/// <param name="Endpoint">/v1/images/generations or /v1/chat/completions; lines may be for either.</param>
/// <param name="CompletionWindow">1h to 7d, for example 24h: what is not finished by then is not made.</param>
internal sealed partial record BatchRequestBody(
    string? InputFileId = null,
    string? Endpoint = null,
    string? CompletionWindow = null,
    IReadOnlyDictionary<string, string>? Metadata = null,
    ExpiryOption? OutputExpiresAfter = null)
{
    /// <param name="address">Where the front was reached.</param>
    /// <exception cref="JanusException">Names the first field that is wrong.</exception>
    public BatchSpecification ToSpecification(string address)
    {
        var batch = new BatchSpecification(
            InputFileId ?? throw Missing("input_file_id"), Endpoint ?? throw Missing("endpoint"),
            CompletionWindow ?? throw Missing("completion_window"), WindowOf(CompletionWindow), Metadata,
            OutputExpiresAfter?.ToLifetime("output_expires_after"), address);
        if (Metadata?.Any(entry => entry.Value is null) == true)
            throw JanusException.Invalid("metadata", "Values of metadata are text.");
        BatchRules.Validate(batch);
        return batch;
    }

    /// <returns>Zero for what is no window; the rules refuse it.</returns>
    private static TimeSpan WindowOf(string text)
    {
        if (Window().Match(text) is not { Success: true } match)
            return TimeSpan.Zero;
        int number = int.Parse(match.Groups[1].ValueSpan);
        return match.Groups[2].ValueSpan is "h" ? TimeSpan.FromHours(number) : TimeSpan.FromDays(number);
    }

    private static JanusException Missing(string field) => JanusException.Invalid(field, $"{field} is missing.");

    [GeneratedRegex(@"\A([0-9]{1,3})([hd])\z", RegexOptions.CultureInvariant)]
    private static partial Regex Window();
}

/// <param name="Anchor">created_at.</param>
/// <param name="Seconds">3600 to 2592000.</param>
internal sealed record ExpiryOption(string? Anchor = null, int? Seconds = null)
{
    /// <exception cref="JanusException">A field is wrong.</exception>
    public TimeSpan ToLifetime(string field)
    {
        if (Anchor != "created_at")
            throw JanusException.Invalid($"{field}.anchor", $"{field}.anchor must be created_at; it is {ApiText.Quote(Anchor)}.");
        return Seconds is { } seconds
            ? TimeSpan.FromSeconds(seconds)
            : throw JanusException.Invalid($"{field}.seconds", $"{field}.seconds is missing.");
    }
}
