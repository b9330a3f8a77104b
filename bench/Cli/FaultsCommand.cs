using System.CommandLine;
using JanusCluster.Bench.Faults;
using JanusCluster.Bench.Faults.Nodes;
using JanusCluster.Bench.Faults.Processes;
using JanusCluster.Bench.Output;

namespace JanusCluster.Bench.Cli;

/// <summary><c>faults</c>.</summary>
internal static class FaultsCommand
{
    private const int Violated = 1;

    public static Command Create(TextWriter results, TextWriter notes)
    {
        var command = new Command("faults", "Whole clusters under kills, freezes and outages, and whether they keep what they promise.");
        var runs = new Option<int>("--runs") { Description = "Runs, each with a cluster and a seed of its own.", DefaultValueFactory = _ => 10 };
        var seed = new Option<int>("--seed") { Description = "Of the first run; the next ones count on.", DefaultValueFactory = _ => 1 };
        var load = new Option<double>("--seconds") { Description = "How long work comes in, in each run.", DefaultValueFactory = _ => 12 };
        var bug = new Option<string?>("--bug") { Description = "A deliberate mistake: runs go on until the checker finds it." };
        bug.AcceptOnlyFromAmong(BugNames.All);
        var plans = new Option<bool>("--plans") { Description = "Tell which faults the runs would have, and run nothing." };
        var keep = new Option<bool>("--keep") { Description = "Keep each run's folder, with all histories and logs." };
        var json = new Option<bool>("--json") { Description = "One line of JSON, and nothing else, on standard output." };
        foreach (Option option in (Option[])[runs, seed, load, bug, plans, keep, json])
            command.Add(option);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            RunRedis.Require();
            using var output = new BenchOutput(results, notes, arguments.GetValue(json));
            var campaign = new Campaign(
                arguments.GetValue(runs), arguments.GetValue(seed), TimeSpan.FromSeconds(arguments.GetValue(load)), BugNames.Parse(arguments.GetValue(bug)), arguments.GetValue(keep), output);
            if (arguments.GetValue(plans))
            {
                campaign.TellPlans();
                return 0;
            }

            try
            {
                await campaign.RunAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                output.Note("stopped; all processes of the run are ended");
            }

            output.Add(campaign.Result());
            return campaign.HasViolations ? Violated : 0;
        });
        return command;
    }
}
