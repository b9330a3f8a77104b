namespace JanusCluster.Client.Delivery;

/// <summary>Which models there are to deliver for.</summary>
internal interface IModelDirectory
{
    /// <summary>Ids of the models that silos serve at this moment.</summary>
    Task<IReadOnlyCollection<string>> FindModelsAsync(CancellationToken cancellationToken);
}
