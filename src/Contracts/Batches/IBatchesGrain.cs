namespace JanusCluster.Contracts.Batches;

/// <summary>The batches of a tenant. Key: the tenant's name.</summary>
[Alias(Aliases.BatchesGrain)]
public interface IBatchesGrain : IGrainWithStringKey
{
    /// <summary>Newest first.</summary>
    /// <param name="after">Id of the batch that the page comes behind; null for the first page.</param>
    /// <param name="count">1 to 100.</param>
    /// <exception cref="JanusException">There is no batch <paramref name="after"/>.</exception>
    [Alias("List")]
    Task<BatchPage> ListAsync(string? after, int count);
}

/// <param name="HasMore">There are batches behind the last of these.</param>
[GenerateSerializer, Immutable, Alias(Aliases.BatchPage)]
public sealed record BatchPage([property: Id(0)] IReadOnlyList<BatchStatus> Batches, [property: Id(1)] bool HasMore);

/// <summary>The batches of all tenants that have not ended. Key: <c>all</c>.</summary>
[Alias(Aliases.OpenBatchesGrain)]
public interface IOpenBatchesGrain : IGrainWithStringKey
{
    public const string Key = "all";

    /// <summary>Keys of batches that want to be looked at, those that have waited longest first.</summary>
    [Alias("ListDue")]
    Task<IReadOnlyList<string>> ListDueAsync(int count);
}
