using System.CommandLine;
using System.Text.Json.Nodes;
using JanusCluster.Bench.Cases;
using JanusCluster.Bench.Output;

namespace JanusCluster.Bench.Cli;

/// <summary><c>cluster</c>.</summary>
internal static class ClusterCommand
{
    private const string Throughput = "throughput", Checkpoints = "checkpoints", Scaling = "scaling", Submission = "submission", Fairness = "fairness", Delivery = "delivery";

    private static readonly string[] All = [Throughput, Checkpoints, Scaling, Submission, Fairness, Delivery];

    public static Command Create(TextWriter results, TextWriter notes)
    {
        var command = new Command("cluster", "The real grains and Redis, with engines that only take time. Takes some minutes; needs redis-server.");
        var cases = new Option<string[]>("--case")
        {
            Description = $"What to measure: {string.Join(", ", All)}. Default: all of it.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => All,
        };
        cases.AcceptOnlyFromAmong(All);
        var items = new Option<int?>("--items") { Description = "Images of the large job. Default: 20,000; for checkpoints 1,000, for submission and fairness 50,000, for delivery 4,000." };
        Option<int[]> silos = NumberList.Option("--silos", "Numbers of model silos that scaling is measured at.", 1, 2, 4, 8, 16);
        var waves = new Option<int>("--waves") { Description = "Images that each place makes for scaling.", DefaultValueFactory = _ => 6 };
        var rounds = new Option<int>("--rounds") { Description = "Rounds of fairness; the small tenant has ten images in each.", DefaultValueFactory = _ => 10 };
        var codes = new Option<int?>("--codes") { Description = "Codes of an image. Default: 576; for scaling and fairness 64." };
        var step = new Option<double?>("--step-ms") { Description = "Time of a step, where engines take time. Default: 25; for checkpoints 2, for fairness 10." };
        var json = new Option<bool>("--json") { Description = "A line of JSON for each case, and nothing else, on standard output." };
        foreach (Option option in (Option[])[cases, items, silos, waves, rounds, codes, step, json])
            command.Add(option);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            using var output = new BenchOutput(results, notes, arguments.GetValue(json));
            int? large = arguments.GetValue(items), size = arguments.GetValue(codes);
            double? pace = arguments.GetValue(step);
            foreach (string one in arguments.GetValue(cases)!)
            {
                IAsyncEnumerable<JsonObject> measured = one switch
                {
                    Throughput => Single(new ClusterThroughputCase(one, large ?? 20_000, Silos: 2, Places: 64, size ?? 576, StepMilliseconds: 0).MeasureAsync(output, cancellationToken)),
                    Checkpoints => Single(new ClusterThroughputCase(one, large ?? 1_000, Silos: 2, Places: 64, size ?? 576, pace ?? 2).MeasureAsync(output, cancellationToken)),
                    Scaling => new ClusterScalingCase(arguments.GetValue(silos)!, Places: 8, size ?? 64, pace ?? 25, arguments.GetValue(waves)).MeasureAsync(output, cancellationToken),
                    Submission => Single(new ClusterSubmissionCase(large ?? 50_000, Rounds: 3).MeasureAsync(output, cancellationToken)),
                    Fairness => new ClusterFairnessCase(large ?? 50_000, arguments.GetValue(rounds), Silos: 2, Places: 8, size ?? 64, pace ?? 10).MeasureAsync(output, cancellationToken),
                    _ => Single(new ClusterDeliveryCase(large ?? 4_000, size ?? 576).MeasureAsync(output, cancellationToken)),
                };
                await foreach (JsonObject result in measured)
                    output.Add(result);
            }

            return 0;
        });
        return command;
    }

    private static async IAsyncEnumerable<JsonObject> Single(Task<JsonObject> measured)
    {
        yield return await measured;
    }
}
