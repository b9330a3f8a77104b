namespace JanusCluster.Contracts.Tenants;

/// <summary>The tenants that there are: those that have had a policy, a key, a job or a conversation. Key: <c>all</c>.</summary>
[Alias(Aliases.TenantsGrain)]
public interface ITenantsGrain : IGrainWithStringKey
{
    public const string Key = "all";

    /// <summary>Names in ordinal order.</summary>
    /// <param name="after">The name that the page comes behind; null for the first page.</param>
    /// <param name="count">1 to 1,000.</param>
    [Alias("List")]
    Task<IReadOnlyList<string>> ListAsync(string? after, int count);
}
