using System.CommandLine;
using JanusCluster.Client.Cli;

namespace JanusCluster.Standalone.Models;

/// <summary><c>model inspect DIR</c>: what a checkpoint holds, without loading its weights.</summary>
internal static class ModelInspectCommand
{
    public static Command Create(CommandScope scope)
    {
        var folder = new Argument<string>("DIR") { Description = "Folder of a checkpoint." };
        var command = new Command("inspect", "Show a checkpoint's parts, parameters, dtypes and memory.") { folder };
        scope.SetAction(command, async (arguments, cancellationToken) =>
        {
            string path = arguments.GetValue(folder)!;
            if (!Directory.Exists(path))
                throw new UserMistakeException($"There is no model folder {path}.");
            scope.Output.Results.Write(ModelTable.Of(await ModelTable.ReadAsync(path, cancellationToken)));
            return ExitCode.Success;
        });
        return command;
    }
}
