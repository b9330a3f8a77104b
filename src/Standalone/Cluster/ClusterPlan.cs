using JanusCluster.Client.Cli;
using JanusCluster.Client.Hosting;

namespace JanusCluster.Standalone.Cluster;

/// <summary>What <c>cluster up</c> is asked for.</summary>
/// <param name="Silos">Silos that serve the model.</param>
/// <param name="Control">Silos without a model.</param>
/// <param name="Model">Folder of the checkpoint; null for a simulated model.</param>
/// <param name="Restarts">Whether a process that ends by itself is started again.</param>
internal sealed record ClusterPlan(int Silos, int Fronts, int Control, string? Model, bool Restarts)
{
    private const int MaxProcesses = 64;

    public static void Check(int silos, int fronts, int control)
    {
        foreach ((string name, int count, int least) in new[] { ("--silos", silos, 1), ("--fronts", fronts, 0), ("--control", control, 0) })
        {
            if (count < least || count > MaxProcesses)
                throw new UserMistakeException($"{name} must be {least} to {MaxProcesses}; it is {count}.");
        }
    }

    /// <summary>Name and role of each process but the database, in the order of their start.</summary>
    public IEnumerable<(string Name, ClusterRole Role)> Processes() =>
    [
        .. Named("control", Control, ClusterRole.Control),
        .. Named("silo", Silos, ClusterRole.Silo),
        .. Named("front", Fronts, ClusterRole.Front),
    ];

    private static IEnumerable<(string, ClusterRole)> Named(string name, int count, ClusterRole role) =>
        Enumerable.Range(1, count).Select(i => ($"{name}-{i}", role));
}
