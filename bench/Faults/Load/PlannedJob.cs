using JanusCluster.Bench.Faults.History;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Bench.Faults.Load;

/// <summary>A job that a client will submit.</summary>
/// <param name="At">From the beginning of the load.</param>
/// <param name="Expected">What it must come to, item by item.</param>
internal sealed record PlannedJob(
    TimeSpan At, JobKey Key, WorkClass Class, IReadOnlyList<JobRequest> Requests, IReadOnlyList<ExpectedItem> Expected);
