using JanusCluster.Client.Delivery;
using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Contracts.Silos;

namespace JanusCluster.Client.Hosting;

/// <summary>The silos of a cluster, as they describe themselves.</summary>
internal sealed class ClusterSilos(IGrainFactory grains) : IModelDirectory, IClusterSilos
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyList<string>> FindAsync(CancellationToken cancellationToken)
    {
        Dictionary<SiloAddress, SiloStatus> silos =
            await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true, cancellationToken);
        return [.. silos.Keys.Select(silo => silo.ToParsableString())];
    }

    public async Task<IReadOnlyList<SiloDescription>> DescribeAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> silos = await FindAsync(cancellationToken);
        SiloDescription?[] described = await Task.WhenAll(silos.Select(silo => AskAsync(silo, cancellationToken)));
        return [.. described.OfType<SiloDescription>().OrderBy(silo => silo.Name, StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyCollection<string>> FindModelsAsync(CancellationToken cancellationToken) =>
        [.. (await DescribeAsync(cancellationToken)).Select(silo => silo.Model).OfType<string>().Distinct()];

    public async Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ModelDescription> known =
            await grains.GetGrain<IModelCatalogGrain>(IModelCatalogGrain.Key).ListAsync().WaitAsync(AnswerTime, cancellationToken);
        return [.. (await FindModelsAsync(cancellationToken)).Union(known.Select(model => model.Id)).Order(StringComparer.Ordinal)];
    }

    public Task<QueueStatus> GetQueueAsync(string model, CancellationToken cancellationToken) =>
        grains.GetGrain<ISchedulerGrain>(model).GetStatusAsync();

    public Task DrainAsync(string address, CancellationToken cancellationToken) => grains.GetGrain<ISiloGrain>(address).DrainAsync();

    private async Task<SiloDescription?> AskAsync(string silo, CancellationToken cancellationToken)
    {
        try
        {
            return await grains.GetGrain<ISiloGrain>(silo).DescribeAsync().WaitAsync(AnswerTime, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
