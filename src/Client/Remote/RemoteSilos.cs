using JanusCluster.Client.Hosting;
using JanusCluster.Client.Silos;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Contracts.Silos;

namespace JanusCluster.Client.Remote;

/// <summary><c>/v1/admin/cluster</c>.</summary>
internal sealed class RemoteSilos(ApiClient api) : IClusterSilos
{
    private const string Path = "admin/cluster";

    public async Task<IReadOnlyList<string>> FindAsync(CancellationToken cancellationToken) =>
        [.. (await GetAsync(cancellationToken)).Silos.Select(silo => silo.Address)];

    public async Task<IReadOnlyList<SiloDescription>> DescribeAsync(CancellationToken cancellationToken) =>
        [.. (await GetAsync(cancellationToken)).Silos.Select(silo => silo.ToDescription()).OfType<SiloDescription>()];

    public async Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken) =>
        [.. (await GetAsync(cancellationToken)).Queues.Select(queue => queue.Model)];

    public async Task<QueueStatus> GetQueueAsync(string model, CancellationToken cancellationToken) =>
        (await GetAsync(cancellationToken)).Queues.FirstOrDefault(queue => queue.Model == model)?.ToStatus()
            ?? throw new JanusException(ErrorCode.NotFound, $"No silo serves {model} any longer.", "model");

    public Task DrainAsync(string address, CancellationToken cancellationToken) =>
        api.SendAsync<SiloObject>(HttpMethod.Post, $"{Path}/drain", new DrainBody(address), cancellationToken);

    private Task<ClusterObject> GetAsync(CancellationToken cancellationToken) => api.GetAsync<ClusterObject>(Path, cancellationToken);
}
