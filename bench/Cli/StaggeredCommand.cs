using System.CommandLine;
using JanusCluster.Bench.Cases;
using JanusCluster.Bench.Output;
using JanusCluster.Bench.Weights;

namespace JanusCluster.Bench.Cli;

/// <summary><c>staggered</c>.</summary>
internal static class StaggeredCommand
{
    public static Command Create(TextWriter results, TextWriter notes)
    {
        var command = new Command("staggered", "Single images that arrive one after the other, against one request for as many.");
        var common = new CommonOptions(command, rounds: 1);
        var images = new Option<int>("--images") { Description = "Images.", DefaultValueFactory = _ => 16 };
        var codes = new Option<int>("--codes") { Description = "Codes of an image; 0 for all that the preset's images have.", DefaultValueFactory = _ => 96 };
        var prompt = new Option<int>("--prompt") { Description = "Tokens of a prompt.", DefaultValueFactory = _ => 20 };
        var window = new Option<double>("--window") { Description = "The part of one image's steps within which all arrive.", DefaultValueFactory = _ => 1.0 / 3 };
        foreach (Option option in (Option[])[images, codes, prompt, window])
            command.Add(option);
        command.SetAction(arguments =>
        {
            using BenchOutput output = common.Output(arguments, results, notes);
            using BenchModel model = common.Model(arguments, output);
            int whole = model.Preset.Config.Vq.CodesPerImage, asked = arguments.GetValue(codes);
            var one = new StaggeredCase(
                arguments.GetValue(images), asked == 0 ? whole : Math.Min(asked, whole), arguments.GetValue(prompt), arguments.GetValue(window), common.Rounds(arguments));
            output.Add(one.Measure(model, output));
            return 0;
        });
        return command;
    }
}
