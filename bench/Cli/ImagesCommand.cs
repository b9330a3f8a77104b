using System.CommandLine;
using JanusCluster.Bench.Cases;
using JanusCluster.Bench.Output;
using JanusCluster.Bench.Weights;

namespace JanusCluster.Bench.Cli;

/// <summary><c>images</c>.</summary>
internal static class ImagesCommand
{
    public static Command Create(TextWriter results, TextWriter notes)
    {
        var command = new Command("images", "Images of one prompt a second, by the engine and by the published loop.");
        var common = new CommonOptions(command);
        Option<int[]> parallel = NumberList.Option("--parallel", "Images at once, a case each.", 4, 16);
        Option<int[]> drawn = NumberList.Option("--drawn", "Codes already drawn at which steps are timed.", 0, 288, 560);
        var prompt = new Option<int>("--prompt") { Description = "Tokens of the prompt.", DefaultValueFactory = _ => 20 };
        var steps = new Option<int>("--steps") { Description = "Steps of a round.", DefaultValueFactory = _ => 3 };
        foreach (Option option in (Option[])[parallel, drawn, prompt, steps])
            command.Add(option);
        command.SetAction(arguments =>
        {
            using BenchOutput output = common.Output(arguments, results, notes);
            using BenchModel model = common.Model(arguments, output);
            int[] lengths = [.. arguments.GetValue(drawn)!.Where(count => count < model.Preset.Config.Vq.CodesPerImage)];
            foreach (int count in arguments.GetValue(parallel)!)
            {
                var one = new ImagesCase(count, lengths, arguments.GetValue(prompt), common.Rounds(arguments), arguments.GetValue(steps));
                output.Add(one.Measure(model, output));
            }

            return 0;
        });
        return command;
    }
}
