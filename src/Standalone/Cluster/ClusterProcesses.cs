using System.Diagnostics;
using JanusCluster.Client.Hosting;
using JanusCluster.Hosting.Processes;

namespace JanusCluster.Standalone.Cluster;

/// <summary>Makes the silos and fronts of a cluster. They stop when their standard input ends, and so with this process.</summary>
/// <param name="keyFile">Holds the key that opens the fronts.</param>
internal sealed class ClusterProcesses(ClusterPlan plan, string redis, string clusterId, string blobs, string keyFile, ClusterWatch watch)
{
    /// <param name="ports">One for a front, two for a silo. They are kept when it is started again: the others know then that an earlier silo is gone.</param>
    public SupervisedProcess Create(string name, ClusterRole role, int[] ports)
    {
        (string assembly, string[] arguments, Dictionary<string, string> settings) = role == ClusterRole.Front
            ? ("JanusCluster.Client", new[] { "serve" }, Front(name, ports[0]))
            : ("JanusCluster.Silo", [], Silo(name, role, ports));
        var start = ChildStart.Create(
            ProgramPath.DotNet, [ProgramPath.Of(assembly), .. arguments, InputEnd.Option],
            // A name in the environment has "__" where one in the configuration has ":".
            settings.Select(setting => KeyValuePair.Create(setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value)));
        // A front's native memory would be spread over an arena for each few threads, and grow with every one (docs/lab-log.md).
        if (role == ClusterRole.Front)
            start.Environment.TryAdd("MALLOC_ARENA_MAX", "1");
        if (role == ClusterRole.Control || plan.Model is not null)
            Drop(start, "Silo__Simulated__");
        if (role == ClusterRole.Control || plan.Model is null)
            Drop(start, "Silo__Model__");
        return new SupervisedProcess(name, role, ports[0], start, process =>
        {
            process.StandardInput.Close();
            return Task.CompletedTask;
        }, plan.Restarts, watch);
    }

    /// <summary>Takes back settings of a model that this silo has not: the environment is for those that have it.</summary>
    private static void Drop(ProcessStartInfo start, string prefix)
    {
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
    }

    private Dictionary<string, string> Front(string name, int port) => new()
    {
        ["Front:Name"] = name,
        ["Front:RedisConnection"] = redis,
        ["Front:ClusterId"] = clusterId,
        ["Front:Blobs:Kind"] = "File",
        ["Front:Blobs:Path"] = blobs,
        ["Front:Http:Port"] = $"{port}",
        ["Front:Http:AdminKeyFile"] = keyFile,
    };

    private Dictionary<string, string> Silo(string name, ClusterRole role, int[] ports)
    {
        var settings = new Dictionary<string, string>
        {
            ["Silo:Name"] = name,
            ["Silo:RedisConnection"] = redis,
            ["Silo:ClusterId"] = clusterId,
            ["Silo:Address"] = "127.0.0.1",
            ["Silo:SiloPort"] = $"{ports[0]}",
            ["Silo:GatewayPort"] = $"{ports[1]}",
            ["Silo:Blobs:Kind"] = "File",
            ["Silo:Blobs:Path"] = blobs,
        };
        if (role != ClusterRole.Silo)
            return settings;
        if (plan.Model is { } model)
            settings["Silo:Model:Path"] = model;
        else
            settings["Silo:Simulated:Name"] = "simulated";
        return settings;
    }
}
