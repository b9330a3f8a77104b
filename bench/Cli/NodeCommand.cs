using System.CommandLine;
using JanusCluster.Bench.Faults.Nodes;

namespace JanusCluster.Bench.Cli;

/// <summary><c>faults-node</c>: one process of a fault run. For the runs' own use.</summary>
internal static class NodeCommand
{
    public const string Name = "faults-node";

    public static Command Create()
    {
        var command = new Command(Name, "One process of a fault run.") { Hidden = true };
        var settings = new Argument<string>("settings") { Description = "File with its settings." };
        command.Add(settings);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await NodeProcess.RunAsync(NodeSettings.Read(arguments.GetValue(settings)!), Console.OpenStandardInput(), cancellationToken);
            return 0;
        });
        return command;
    }
}
