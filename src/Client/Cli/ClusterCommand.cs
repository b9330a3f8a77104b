using System.CommandLine;
using JanusCluster.Client.Silos;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Client.Cli;

/// <summary><c>cluster status|drain</c>: looks at the silos of a cluster, and has one leave it.</summary>
internal static class ClusterCommand
{
    /// <param name="scope">Its connector reaches a cluster that runs elsewhere.</param>
    /// <param name="more">Commands that only some hosts have.</param>
    public static Command Create(CommandScope scope, params IEnumerable<Command> more)
    {
        var command = new Command("cluster", "Look at the silos of a cluster, or have one leave it.") { CreateStatus(scope), DrainCommand.Create(scope) };
        foreach (Command other in more)
            command.Subcommands.Add(other);
        return command;
    }

    private static Command CreateStatus(CommandScope scope)
    {
        var command = new Command("status", "Show the silos, and what waits for their models.");
        scope.SetClusterAction(
            command,
            needsModel: false,
            prepare: (_, _) => Task.FromResult(0),
            async (session, _, cancellationToken) =>
            {
                ClusterView view = await ClusterView.ReadAsync(session.Silos, cancellationToken);
                scope.Output.Results.Write(SiloTable.Of(view.Silos));
                foreach ((string model, QueueStatus queue) in view.Queues)
                    scope.Output.Results.Write(QueueTable.Of(model, queue));
                return ExitCode.Success;
            });
        return command;
    }
}
