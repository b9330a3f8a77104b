using System.CommandLine;
using JanusCluster.Client.Cli;
using JanusCluster.Model.Checkpoints.Initial;
using JanusCluster.Model.Configuration;
using JanusCluster.Model.Runtime;
using Spectre.Console;
using static TorchSharp.torch;

namespace JanusCluster.Standalone.Models;

/// <summary><c>model init</c>: a checkpoint of random weights in the published layout.</summary>
internal static class ModelInitCommand
{
    public static Command Create(CommandScope scope)
    {
        var preset = new Option<string>("--preset") { HelpName = "NAME", Description = $"Sizes: {string.Join(", ", Presets.All.Select(p => p.Name))}.", Required = true };
        var seed = new Option<long>("--seed") { Description = "The same seed makes the same weights." };
        var outFolder = new Option<string>("--out") { HelpName = "DIR", Description = "A new or empty folder.", Required = true };
        var dtype = new Option<string>("--dtype") { Description = "bf16, float16 or float32.", DefaultValueFactory = _ => "bf16" };
        var command = new Command("init", "Make a checkpoint of random weights: its pictures are noise, its costs are real.") { preset, seed, outFolder, dtype };
        scope.SetAction(command, async (arguments, cancellationToken) =>
        {
            ModelPreset sizes = Presets.Find(arguments.GetValue(preset)!)
                ?? throw new UserMistakeException($"There is no preset {arguments.GetValue(preset)}; use {string.Join(", ", Presets.All.Select(p => p.Name))}.");
            ScalarType type = ComputeDevice.TryParseDtype(arguments.GetValue(dtype)!)
                ?? throw new UserMistakeException($"There is no dtype {arguments.GetValue(dtype)}; use bf16, float16 or float32.");
            string folder = arguments.GetValue(outFolder)!;
            var options = new CheckpointInitOptions { Seed = arguments.GetValue(seed), Type = type, Cancellation = cancellationToken };
            await WriteAsync(scope.Output, sizes, folder, options, cancellationToken);
            scope.Output.Results.Write(ModelTable.Of(await ModelTable.ReadAsync(folder, cancellationToken)));
            return ExitCode.Success;
        });
        return command;
    }

    private static Task WriteAsync(
        CommandOutput output, ModelPreset preset, string folder, CheckpointInitOptions options, CancellationToken cancellationToken) =>
        output.Notes.Progress().AutoClear(true).StartAsync(context =>
        {
            ProgressTask task = context.AddTask($"writing {preset.Name}");
            var progress = new Progress<(long Written, long Total)>(done =>
            {
                task.MaxValue = done.Total;
                task.Value = done.Written;
            });
            return ModelCommand.GuardAsync(() =>
            {
                CheckpointInitializer.Write(preset, folder, options with { Progress = progress });
                return true;
            }, cancellationToken);
        });
}
