using System.CommandLine;
using JanusCluster.Client.Cli;
using JanusCluster.Contracts;
using JanusCluster.Standalone.Hosting;
using JanusCluster.Standalone.Models;

namespace JanusCluster.Standalone.Cluster;

/// <summary><c>cluster up</c>: a whole cluster of local processes, until Ctrl-C.</summary>
internal static class ClusterUpCommand
{
    public static Command Create(CommandScope scope)
    {
        var silos = new Option<int>("--silos") { HelpName = "N", Description = "Silos that serve the model.", DefaultValueFactory = _ => 3 };
        var fronts = new Option<int>("--fronts") { HelpName = "N", Description = "Fronts.", DefaultValueFactory = _ => 2 };
        var control = new Option<int>("--control") { HelpName = "N", Description = "Silos without a model, which only run grains." };
        var port = new Option<int>("--port") { HelpName = "N", Description = "Port of the first front's API, the others' behind it; 0 takes free ones.", DefaultValueFactory = _ => 5080 };
        var model = new Option<string?>("--model") { HelpName = "DIR", Description = "Folder of a checkpoint. Without it a random one is made, whose pictures are noise." };
        var simulated = new Option<bool>("--simulated") { Description = "Instead of a model use one that only takes time." };
        var data = new Option<string>("--data") { HelpName = "DIR", Description = "Where database, pictures and logs are kept.", DefaultValueFactory = _ => "janus-cluster" };
        var noRestart = new Option<bool>("--no-restart") { Description = "Do not start processes again that end by themselves." };
        var command = new Command("up", "Start a cluster of processes on this machine, and keep it up until Ctrl-C. Settings of silos and fronts may be "
            + "given in the environment, for example Silo__CheckpointCodes=16.") { silos, fronts, control, port, model, simulated, data, noRestart };

        scope.SetAction(command, async (arguments, stopping) =>
        {
            int silo = arguments.GetValue(silos), front = arguments.GetValue(fronts), grains = arguments.GetValue(control), first = arguments.GetValue(port);
            ClusterPlan.Check(silo, front, grains, first);
            string? path = arguments.GetValue(model);
            if (path is not null && arguments.GetValue(simulated))
                throw new UserMistakeException("Give either --model or --simulated.");
            if (path is not null && !Directory.Exists(path))
                throw JanusException.Invalid("model", $"There is no model folder {path}.");

            await using DataFolder folder = DataFolder.Open(arguments.GetValue(data)!);
            if (path is null && !arguments.GetValue(simulated))
                path = await MakeModelAsync(scope, folder, stopping);
            var plan = new ClusterPlan(silo, front, grains, path is null ? null : Path.GetFullPath(path), !arguments.GetValue(noRestart), first);
            await using var cluster = new LocalCluster(plan, folder, arguments.GetValue(data)!, scope);
            return await cluster.RunAsync(stopping);
        });
        return command;
    }

    private static async Task<string> MakeModelAsync(CommandScope scope, DataFolder folder, CancellationToken stopping)
    {
        scope.Output.Warning("No --model is given: a small random one is used, and its pictures are noise.");
        return await RandomModel.FindAsync(folder.Models, stopping);
    }
}
