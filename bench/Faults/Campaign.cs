using System.Text.Json.Nodes;
using JanusCluster.Bench.Faults.Checking;
using JanusCluster.Bench.Faults.Nodes;
using JanusCluster.Bench.Faults.Plan;
using JanusCluster.Bench.Output;

namespace JanusCluster.Bench.Faults;

/// <summary>Run after run, each with the next seed.</summary>
/// <param name="load">How long work comes in, in each run.</param>
internal sealed class Campaign(int runs, int seed, TimeSpan load, FaultBug bug, bool keepFolders, BenchOutput output)
{
    private const int ViolationsShown = 10;
    private readonly List<FaultRunOutcome> _outcomes = [];

    public bool HasViolations => _outcomes.Exists(outcome => outcome.Violations.Count > 0);

    public void TellPlans()
    {
        for (int run = 0; run < runs; run++)
            output.Note($"{PlanOf(run)}");
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (int run = 0; run < runs; run++)
        {
            FaultPlan plan = PlanOf(run);
            output.Note($"run {run + 1} of {runs}, {plan}");
            FaultRunOutcome outcome = await new FaultRun(plan, ClusterShape.Usual, load, bug).RunAsync(keepFolders, cancellationToken);
            _outcomes.Add(outcome);
            Tell(outcome);
            // One is enough to see that a mistake is found.
            if (bug != FaultBug.None && outcome.Violations.Count > 0)
                return;
        }
    }

    public JsonObject Result()
    {
        Effort effort = _outcomes.Select(outcome => outcome.Effort).Aggregate(Effort.None, Effort.Add);
        return new JsonObject
        {
            ["bench"] = "faults",
            ["runs"] = _outcomes.Count,
            ["seed"] = seed,
            ["bug"] = bug == FaultBug.None ? null : BugNames.Of(bug),
            ["items"] = _outcomes.Sum(outcome => outcome.Items),
            ["turns"] = _outcomes.Sum(outcome => outcome.Turns),
            ["violations"] = _outcomes.Sum(outcome => outcome.Violations.Count),
            ["violated"] = new JsonArray([.. _outcomes.SelectMany(outcome => outcome.Violations).Select(violation => violation.Rule)
                .Distinct().Order().Select(rule => (JsonNode)rule)]),
            ["failing_seeds"] = new JsonArray([.. _outcomes.Where(outcome => outcome.Violations.Count > 0)
                .Select(outcome => (JsonNode)outcome.Plan.Seed)]),
            ["made_codes"] = effort.Made,
            ["redone_codes"] = effort.Redone,
            ["kills"] = effort.Kills,
            ["images_killed"] = effort.Killed,
            ["redone_for_kills"] = effort.RedoneForKills,
            ["kill_bound"] = effort.Killed * FaultRun.CheckpointCodes,
            ["images_drained"] = effort.Drained,
            ["redone_for_drains"] = effort.RedoneForDrains,
            ["settle_seconds_max"] = Math.Round(_outcomes.Select(outcome => outcome.Times.Settled.TotalSeconds).DefaultIfEmpty().Max(), 1),
            ["seconds"] = Math.Round(_outcomes.Sum(outcome => outcome.Times.Whole.TotalSeconds), 1),
        };
    }

    private FaultPlan PlanOf(int run) => PlanMaker.Make(seed + run, ClusterShape.Usual, load);

    private void Tell(FaultRunOutcome outcome)
    {
        Effort effort = outcome.Effort;
        output.Note($"  {outcome.Items} items, {outcome.Turns} turns in {outcome.Times.Whole.TotalSeconds:F0} s ({outcome.Times.Ready.TotalSeconds:F0} to start, "
            + $"{outcome.Times.Settled.TotalSeconds:F1} to settle); {effort.Redone} of {effort.Made} codes redone, "
            + $"{effort.RedoneForKills} for {effort.Killed} killed images, {effort.RedoneForDrains} for {effort.Drained} drained: "
            + (outcome.Violations.Count == 0 ? "clean" : $"{outcome.Violations.Count} VIOLATIONS"));
        foreach (Violation violation in outcome.Violations.Take(ViolationsShown))
            output.Note($"  {violation}");
        if (outcome.Folder is { } folder)
            output.Note($"  kept in {folder}");
    }
}
