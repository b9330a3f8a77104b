namespace JanusCluster.Contracts.Batches;

/// <summary>What a client asks for.</summary>
/// <param name="InputFile">Id of the file with the requests.</param>
/// <param name="Endpoint">The endpoint that it names; lines may be for another one all the same.</param>
/// <param name="CompletionWindow">As it was written, for example 24h.</param>
/// <param name="Window">What that is: results that are not there by then are not made.</param>
/// <param name="OutputLifetime">Of the output and error files; null keeps them until they are deleted.</param>
/// <param name="Address">Where the front was reached that took it: addresses of pictures in the output begin with it.</param>
[GenerateSerializer, Immutable, Alias(Aliases.BatchSpecification)]
public sealed record BatchSpecification(
    [property: Id(0)] string InputFile,
    [property: Id(1)] string Endpoint,
    [property: Id(2)] string CompletionWindow,
    [property: Id(3)] TimeSpan Window,
    [property: Id(4)] IReadOnlyDictionary<string, string>? Metadata = null,
    [property: Id(5)] TimeSpan? OutputLifetime = null,
    [property: Id(6)] string? Address = null)
{
    /// <summary>Whether both ask for the same, through whichever front.</summary>
    public bool IsSameAs(BatchSpecification other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return this with { Metadata = null, Address = null } == other with { Metadata = null, Address = null }
            && Pairs(Metadata).SequenceEqual(Pairs(other.Metadata));
    }

    private static IEnumerable<KeyValuePair<string, string>> Pairs(IReadOnlyDictionary<string, string>? metadata) =>
        (metadata ?? new Dictionary<string, string>()).OrderBy(pair => pair.Key, StringComparer.Ordinal);
}
