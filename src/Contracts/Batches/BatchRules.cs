using JanusCluster.Contracts.Files;

namespace JanusCluster.Contracts.Batches;

/// <summary>What a batch must fulfil, and how large one may be.</summary>
public static class BatchRules
{
    public const long MaxInputBytes = 200L << 20;
    public const int MaxLines = 50_000;
    /// <summary>Errors that a batch itself tells; all of them are in its error file.</summary>
    public const int MaxErrors = 100;
    public const int MaxMetadata = 16;
    public const int MaxMetadataKey = 64;
    public const int MaxMetadataValue = 512;
    private const int MaxAddress = 2_048;
    public static readonly TimeSpan MinWindow = TimeSpan.FromHours(1);
    public static readonly TimeSpan MaxWindow = TimeSpan.FromDays(7);

    /// <summary>Endpoints that lines may be for.</summary>
    public static IReadOnlyList<string> Endpoints { get; } = ["/v1/images/generations", "/v1/chat/completions"];

    /// <exception cref="JanusException">Names the first field that is wrong.</exception>
    public static void Validate(BatchSpecification batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Identifier.Validate("input_file_id", batch.InputFile);
        Check(Endpoints.Contains(batch.Endpoint), "endpoint", $"endpoint must be one of {string.Join(", ", Endpoints)}.");
        Check(batch.Window >= MinWindow && batch.Window <= MaxWindow && batch.CompletionWindow is { Length: > 0 and <= 16 },
            "completion_window", "completion_window must be 1h to 7d, for example 24h.");
        Check(batch.Address is null or { Length: <= MaxAddress }, "address", "The address is too long.");
        IReadOnlyDictionary<string, string> metadata = batch.Metadata ?? new Dictionary<string, string>();
        Check(metadata.Count <= MaxMetadata && metadata.All(pair => pair.Key.Length is > 0 and <= MaxMetadataKey && pair.Value.Length <= MaxMetadataValue),
            "metadata", $"metadata has at most {MaxMetadata} pairs, of keys up to {MaxMetadataKey} and values up to {MaxMetadataValue} characters.");
        Check(batch.OutputLifetime is not { } lifetime || (lifetime >= FileRules.MinLifetime && lifetime <= FileRules.MaxLifetime),
            "output_expires_after", $"Output expires {FileRules.MinLifetime.TotalSeconds:F0} to {FileRules.MaxLifetime.TotalSeconds:F0} seconds after its creation.");
    }

    private static void Check(bool fulfilled, string field, string message)
    {
        if (!fulfilled)
            throw JanusException.Invalid(field, message);
    }
}
