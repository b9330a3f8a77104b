using JanusCluster.Bench.Faults.Checking;
using JanusCluster.Bench.Faults.Plan;

namespace JanusCluster.Bench.Faults;

/// <summary>What came of one run.</summary>
/// <param name="Items">Items that were accepted.</param>
/// <param name="Turns">Turns of conversations that were accepted.</param>
/// <param name="Folder">Where all of it lies, if it was kept.</param>
internal sealed record FaultRunOutcome(
    FaultPlan Plan, int Items, int Turns, Effort Effort, IReadOnlyList<Violation> Violations, RunTimes Times, string? Folder);

/// <param name="Ready">Until the cluster was there.</param>
/// <param name="Settled">From the last fault until all work was done.</param>
internal sealed record RunTimes(TimeSpan Ready, TimeSpan Settled, TimeSpan Whole);
