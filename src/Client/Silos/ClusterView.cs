using JanusCluster.Client.Hosting;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Contracts.Silos;

namespace JanusCluster.Client.Silos;

/// <summary>A cluster at one moment.</summary>
/// <param name="Silos">Those that answer.</param>
/// <param name="Silent">Addresses of members that do not, on their way in or out.</param>
/// <param name="Queues">Of each model that a silo serves, and of others that have work.</param>
internal sealed record ClusterView(
    IReadOnlyList<SiloDescription> Silos, IReadOnlyList<string> Silent, IReadOnlyList<(string Model, QueueStatus Queue)> Queues)
{
    public static async Task<ClusterView> ReadAsync(IClusterSilos silos, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> members = await silos.FindAsync(cancellationToken);
        IReadOnlyList<SiloDescription> described = await silos.DescribeAsync(cancellationToken);
        var queues = new List<(string, QueueStatus)>();
        HashSet<string> served = [.. described.Select(silo => silo.Model).OfType<string>()];
        foreach (string model in await silos.ListModelsAsync(cancellationToken))
        {
            QueueStatus queue = await silos.GetQueueAsync(model, cancellationToken);
            if (served.Contains(model) || queue.Waiting + queue.Leased > 0)
                queues.Add((model, queue));
        }

        return new ClusterView(described, [.. members.Except(described.Select(silo => silo.Address))], queues);
    }
}
