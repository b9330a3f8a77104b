using System.CommandLine;
using System.Text.Json.Nodes;
using JanusCluster.Bench.Cases;
using JanusCluster.Bench.Output;

namespace JanusCluster.Bench.Cli;

/// <summary><c>loader</c>.</summary>
internal static class LoaderCommand
{
    public static Command Create(TextWriter results, TextWriter notes)
    {
        var command = new Command("loader", "A checkpoint's way from files to a model, from the disk and from the page cache.");
        var common = new CommonOptions(command);
        var folder = new Option<string>("--folder") { Description = "Where a checkpoint is written for the time being.", DefaultValueFactory = _ => Path.GetTempPath() };
        command.Add(folder);
        command.SetAction(arguments =>
        {
            using BenchOutput output = common.Output(arguments, results, notes);
            var one = new LoaderCase(
                common.Preset(arguments), common.Device(arguments), common.Dtype(arguments), arguments.GetValue(folder)!, common.Rounds(arguments));
            foreach (JsonObject result in one.Measure(output))
                output.Add(result);
            return 0;
        });
        return command;
    }
}
