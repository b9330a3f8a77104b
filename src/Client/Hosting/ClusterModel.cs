using JanusCluster.Contracts;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Client.Hosting;

/// <summary>The model of a cluster, found by asking its silos.</summary>
/// <param name="wanted">Its name or id; null takes the only one there is.</param>
internal sealed class ClusterModel(IGrainFactory grains, string? wanted) : IServedModel
{
    private volatile ModelDescription? _found;

    public async Task<ModelDescription> DescribeAsync(CancellationToken cancellationToken) =>
        _found ??= Choose(await FindAllAsync(Timeout.InfiniteTimeSpan, cancellationToken), wanted);

    /// <summary>What the silos serve that answer.</summary>
    /// <param name="patience">For those that load their model.</param>
    public async Task<List<ModelDescription>> FindAllAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        Dictionary<SiloAddress, SiloStatus> silos =
            await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true, cancellationToken);
        ModelDescription?[] models = await Task.WhenAll(silos.Keys.Select(silo => AskAsync(silo, patience, cancellationToken)));
        return [.. models.OfType<ModelDescription>().DistinctBy(model => model.Id)];
    }

    /// <returns>Null for a silo that serves none, is not so far, or is gone.</returns>
    private async Task<ModelDescription?> AskAsync(SiloAddress silo, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            return await grains.GetGrain<IModelGrain>(silo.ToParsableString()).DescribeAsync(cancellationToken).WaitAsync(patience, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <param name="wanted">Name or id; null takes the only one there is.</param>
    /// <exception cref="JanusException">There is none that fits, or more than one.</exception>
    public static ModelDescription Choose(List<ModelDescription> models, string? wanted)
    {
        string all = string.Join(", ", models.Select(model => model.Id));
        if (models.Count == 0)
            throw new JanusException(ErrorCode.Unavailable, "No silo of the cluster serves a model.");
        List<ModelDescription> fitting = models.FindAll(model => wanted is null || wanted == model.Name || wanted == model.Id);
        return fitting.Count switch
        {
            1 => fitting[0],
            0 => throw JanusException.Invalid("model", $"No silo serves {wanted}; there is {all}."),
            _ => throw JanusException.Invalid("model", $"Choose one of the cluster's models with --model: {all}."),
        };
    }
}
