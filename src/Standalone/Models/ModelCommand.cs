using System.CommandLine;
using JanusCluster.Client.Cli;
using JanusCluster.Model.Checkpoints;

namespace JanusCluster.Standalone.Models;

/// <summary><c>model init|inspect|pull</c>: the commands that work on checkpoints themselves.</summary>
internal static class ModelCommand
{
    public static Command Create(CommandScope scope) => new("model", "Make, inspect or fetch a checkpoint.")
    {
        ModelInitCommand.Create(scope),
        ModelInspectCommand.Create(scope),
        ModelPullCommand.Create(scope),
    };

    /// <summary>Work on checkpoints has its own exception for what a user can mend.</summary>
    public static async Task<T> GuardAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(work, cancellationToken);
        }
        catch (Exception e) when (e is CheckpointException or ArgumentException)
        {
            throw new UserMistakeException(e.Message);
        }
    }
}
