using JanusCluster.Client.Cli;
using JanusCluster.Standalone.Logging;

namespace JanusCluster.Standalone.Cluster;

/// <summary>What the processes of a cluster have in common: where they speak, and who is told when one comes or goes.</summary>
internal sealed class ClusterWatch(string logs, CommandScope scope, Action changed)
{
    private const long MaxLogBytes = 10 << 20;

    public TimeProvider Time => scope.Time;

    public void Note(string text) => scope.Output.Note(text);

    public void Changed() => changed();

    public string LogOf(string name) => Path.Combine(logs, $"{name}.log");

    public BoundedLogFile OpenLog(string name) => new(LogOf(name), MaxLogBytes);
}
