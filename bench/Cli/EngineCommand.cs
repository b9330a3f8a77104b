using System.CommandLine;
using JanusCluster.Bench.Cases;
using JanusCluster.Bench.Floors;
using JanusCluster.Bench.Output;
using JanusCluster.Bench.Weights;

namespace JanusCluster.Bench.Cli;

/// <summary><c>engine</c>.</summary>
internal static class EngineCommand
{
    public static Command Create(TextWriter results, TextWriter notes)
    {
        var command = new Command("engine", "The decode step, against its matrix products and its reading of keys and values.");
        var common = new CommonOptions(command, rounds: 5);
        Option<int[]> rows = NumberList.Option("--rows", "Rows of the step, a case each.", 1, 8, 32);
        var context = new Option<int>("--context") { Description = "Positions before the step, in every row.", DefaultValueFactory = _ => 300 };
        Option<int[]?> ragged = NumberList.Range("--ragged", "Contexts spread evenly between two lengths instead.");
        var steps = new Option<int>("--steps") { Description = "Steps of a round.", DefaultValueFactory = _ => 4 };
        foreach (Option option in (Option[])[rows, context, ragged, steps])
            command.Add(option);
        command.SetAction(arguments =>
        {
            using BenchOutput output = common.Output(arguments, results, notes);
            using BenchModel model = common.Model(arguments, output);
            using var bandwidth = new ReadBandwidth();
            (int, int)? range = arguments.GetValue(ragged) is [int shortest, int longest] ? (shortest, longest) : null;
            foreach (int count in arguments.GetValue(rows)!)
            {
                var one = new EngineCase(
                    count, arguments.GetValue(context), range, common.Rounds(arguments), arguments.GetValue(steps));
                output.Add(one.Measure(model, bandwidth, output));
            }

            return 0;
        });
        return command;
    }
}
