using System.CommandLine;
using JanusCluster.Bench.Cases;
using JanusCluster.Bench.Output;
using JanusCluster.Bench.Weights;

namespace JanusCluster.Bench.Cli;

/// <summary><c>numerics</c>.</summary>
internal static class NumericsCommand
{
    public static Command Create(TextWriter results, TextWriter notes)
    {
        var command = new Command("numerics", "How often an image comes out otherwise among strangers than alone.");
        var common = new CommonOptions(command, preset: "nano", dtype: "bf16,float32", rounds: 4);
        var batch = new Option<int>("--batch") { Description = "Images that run at once.", DefaultValueFactory = _ => 16 };
        command.Add(batch);
        command.SetAction(arguments =>
        {
            using BenchOutput output = common.Output(arguments, results, notes);
            foreach (string dtype in common.Dtype(arguments).Split(','))
            {
                using BenchModel model = BenchModel.Create(common.Preset(arguments), common.Device(arguments), dtype, output);
                NumericsCase.Prepare(model);
                output.Add(new NumericsCase(arguments.GetValue(batch), Prompt: 8, common.Rounds(arguments)).Measure(model));
            }

            return 0;
        });
        return command;
    }
}
