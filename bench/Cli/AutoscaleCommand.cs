using System.CommandLine;
using JanusCluster.Bench.Autoscale.Engine;
using JanusCluster.Bench.Autoscale.Pool;
using JanusCluster.Bench.Autoscale.Traces;
using JanusCluster.Bench.Cases;
using JanusCluster.Bench.Output;

namespace JanusCluster.Bench.Cli;

/// <summary><c>autoscale</c>.</summary>
internal static class AutoscaleCommand
{
    public static Command Create(TextWriter results, TextWriter notes)
    {
        var command = new Command("autoscale", "The scaling rule over the real scheduler, in virtual time, against somebody who knows what will come.");
        var traces = new Option<string[]>("--trace")
        {
            Description = $"What arrives: {string.Join(", ", NamedTraces.All)}. Default: all of it.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [.. NamedTraces.All],
        };
        traces.AcceptOnlyFromAmong([.. NamedTraces.All]);
        var scale = new Option<double>("--scale") { Description = "How many times as much arrives.", DefaultValueFactory = _ => 1 };
        var seed = new Option<int>("--seed") { Description = "Of everything that chance decides.", DefaultValueFactory = _ => 1 };
        var rounds = new Option<int>("--oracle-rounds") { Description = "Plans that the oracle tries for each of its choices; 0 for no oracle.", DefaultValueFactory = _ => 5 };
        var wait = new Option<double>("--oracle-wait") { Description = "The oracle's bound for the 95th percentile is the rule's less a start-up, but at least so many seconds.", DefaultValueFactory = _ => 30 };
        var plot = new Option<string?>("--plot") { Description = "A folder for a picture of each trace." };
        var json = new Option<bool>("--json") { Description = "A line of JSON for each trace, and nothing else, on standard output." };
        foreach (Option option in (Option[])[traces, scale, seed, rounds, wait, plot, json])
            command.Add(option);
        var pool = new AutoscaleOptions(command);
        command.SetAction(arguments =>
        {
            using var output = new BenchOutput(results, notes, arguments.GetValue(json));
            PoolSettings gpus = pool.Pool(arguments);
            foreach (string one in arguments.GetValue(traces)!)
            {
                Trace trace = NamedTraces.Create(one, gpus.StartUp, arguments.GetValue(scale), arguments.GetValue(seed));
                var measured = new AutoscaleCase(
                    trace, new EngineModel { Places = pool.Places(arguments) }, gpus, pool.Rule(arguments), pool.Kubernetes(arguments),
                    pool.IsCold(arguments), arguments.GetValue(seed), arguments.GetValue(rounds), arguments.GetValue(wait));
                output.Add(measured.Measure(output, arguments.GetValue(plot)));
            }

            return 0;
        });
        return command;
    }
}
