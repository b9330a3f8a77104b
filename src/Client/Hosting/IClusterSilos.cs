using JanusCluster.Contracts.Scheduling;
using JanusCluster.Contracts.Silos;

namespace JanusCluster.Client.Hosting;

/// <summary>The silos of a cluster: looked at, and told to leave.</summary>
internal interface IClusterSilos
{
    /// <summary>Addresses of the silos that are members now.</summary>
    Task<IReadOnlyList<string>> FindAsync(CancellationToken cancellationToken);

    /// <summary>Leaves out those that do not answer; they are on their way in or out.</summary>
    Task<IReadOnlyList<SiloDescription>> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>Ids of the models that silos serve, and of those that they did and work may wait for.</summary>
    Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken);

    /// <param name="model">The model's id.</param>
    Task<QueueStatus> GetQueueAsync(string model, CancellationToken cancellationToken);

    /// <summary>Has a silo take no more work, keep what it has made, and leave. Returns at once.</summary>
    /// <param name="address">As <see cref="SiloDescription.Address"/> has it.</param>
    Task DrainAsync(string address, CancellationToken cancellationToken);
}
