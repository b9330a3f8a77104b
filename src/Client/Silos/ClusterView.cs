using JanusCluster.Client.Hosting;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Contracts.Silos;

namespace JanusCluster.Client.Silos;

/// <summary>A cluster at one moment.</summary>
/// <param name="Silos">Those that answer.</param>
/// <param name="Silent">Addresses of members that do not, on their way in or out.</param>
/// <param name="Queues">Of each model that a silo serves.</param>
internal sealed record ClusterView(
    IReadOnlyList<SiloDescription> Silos, IReadOnlyList<string> Silent, IReadOnlyList<(string Model, QueueStatus Queue)> Queues)
{
    public static async Task<ClusterView> ReadAsync(IClusterSilos silos, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> members = await silos.FindAsync(cancellationToken);
        IReadOnlyList<SiloDescription> described = await silos.DescribeAsync(cancellationToken);
        var queues = new List<(string, QueueStatus)>();
        foreach (string model in described.Select(silo => silo.Model).OfType<string>().Distinct())
            queues.Add((model, await silos.GetQueueAsync(model, cancellationToken)));
        return new ClusterView(described, [.. members.Except(described.Select(silo => silo.Address))], queues);
    }
}
