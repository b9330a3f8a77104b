using JanusCluster.Client.Hosting;
using Spectre.Console;

namespace JanusCluster.Standalone.Cluster;

/// <summary>The processes of a cluster as a table.</summary>
internal static class ClusterTable
{
    public static Table Of(IEnumerable<ClusterProcess> processes, Func<ClusterProcess, string> addressOf, Func<string, string> logOf)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("Process", "Number", "Address", "Log");
        foreach (ClusterProcess process in processes)
            table.AddRow(new Text(process.Name), new Text($"{process.Pid}"), new Text(addressOf(process)), new Text(logOf(process.Name)));
        return table;
    }
}
