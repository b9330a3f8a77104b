using JanusCluster.Client.Cli;
using JanusCluster.Client.Hosting;
using JanusCluster.Hosting.Processes;

namespace JanusCluster.Standalone.Cluster;

/// <summary>What <c>cluster up</c> is asked for.</summary>
/// <param name="Silos">Silos that serve the model.</param>
/// <param name="Control">Silos without a model.</param>
/// <param name="Model">Folder of the checkpoint; null for a simulated model.</param>
/// <param name="Restarts">Whether a process that ends by itself is started again.</param>
/// <param name="Port">Where the first front listens, the others behind it; 0 for any free ports.</param>
internal sealed record ClusterPlan(int Silos, int Fronts, int Control, string? Model, bool Restarts, int Port)
{
    private const int MaxProcesses = 64;

    public static void Check(int silos, int fronts, int control, int port)
    {
        foreach ((string name, int count, int least) in new[] { ("--silos", silos, 1), ("--fronts", fronts, 0), ("--control", control, 0) })
        {
            if (count < least || count > MaxProcesses)
                throw new UserMistakeException($"{name} must be {least} to {MaxProcesses}; it is {count}.");
        }

        if (port < 0 || port + Math.Max(0, fronts - 1) > ushort.MaxValue)
            throw new UserMistakeException($"--port must be 0 to {ushort.MaxValue}, with room for all fronts behind it; it is {port}.");
    }

    /// <summary>Name and role of each process but the database, in the order of their start.</summary>
    public IEnumerable<(string Name, ClusterRole Role)> Processes() =>
    [
        .. Named("control", Control, ClusterRole.Control),
        .. Named("silo", Silos, ClusterRole.Silo),
        .. Named("front", Fronts, ClusterRole.Front),
    ];

    /// <summary>A port for each front.</summary>
    /// <param name="free">So many that are free.</param>
    /// <exception cref="UserMistakeException">Somebody else has one of those that are asked for.</exception>
    public int[] ChooseFrontPorts(int[] free)
    {
        if (Port == 0)
            return free;
        int[] ports = [.. Enumerable.Range(Port, Fronts)];
        return ports.Any(FreePorts.IsTaken)
            ? throw new UserMistakeException($"Port {ports.First(FreePorts.IsTaken)} is taken: choose others with --port, where 0 takes free ones.")
            : ports;
    }

    private static IEnumerable<(string, ClusterRole)> Named(string name, int count, ClusterRole role) =>
        Enumerable.Range(1, count).Select(i => ($"{name}-{i}", role));
}
