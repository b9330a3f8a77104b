namespace JanusCluster.Contracts.Models;

/// <summary>
/// The models that the cluster has served, also while no silo does: work for a pool that is scaled to zero is taken all the same.
/// Key: <c>all</c>.
/// </summary>
[Alias(Aliases.ModelCatalogGrain)]
public interface IModelCatalogGrain : IGrainWithStringKey
{
    public const string Key = "all";

    /// <summary>Called by a silo that serves the model, now and then. One that none has told of for a month is forgotten.</summary>
    [Alias("Tell")]
    Task TellAsync(ModelDescription served);

    /// <returns>All that is known, those that were told of last first.</returns>
    [Alias("List")]
    Task<IReadOnlyList<ModelDescription>> ListAsync();
}
