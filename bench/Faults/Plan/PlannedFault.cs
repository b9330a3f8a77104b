namespace JanusCluster.Bench.Faults.Plan;

internal enum FaultKind
{
    /// <summary>SIGKILL; started again after a while.</summary>
    Kill = 0,
    /// <summary>SIGSTOP, later SIGCONT.</summary>
    Freeze = 1,
    /// <summary>SIGTERM; started again after a while.</summary>
    Drain = 2,
    /// <summary>Redis is stopped, and started again on its file.</summary>
    StopRedis = 3,
    /// <summary>Calls of the blob store fail.</summary>
    FailBlobs = 4,
    /// <summary>Calls between processes come twice or late.</summary>
    RepeatCalls = 5,
    /// <summary>All clocks go forward at once: leases run out.</summary>
    JumpClock = 6,
}

/// <summary>Which process a fault strikes, where it strikes one.</summary>
internal enum FaultTarget
{
    None = 0,
    Model = 1,
    Control = 2,
    Front = 3,
    /// <summary>The silo that has the scheduler's grain at that moment.</summary>
    Scheduler = 4,
}

/// <summary>One fault of a run.</summary>
/// <param name="At">From the beginning of the load.</param>
/// <param name="Index">Of the process among those of its kind.</param>
/// <param name="Lasts">Until it is undone; for a clock, how far it jumps.</param>
internal sealed record PlannedFault(TimeSpan At, FaultKind Kind, FaultTarget Target, int Index, TimeSpan Lasts)
{
    public override string ToString() =>
        $"{At.TotalSeconds:F1} {Kind}{(Target == FaultTarget.None ? "" : $" {Target} {Index}")} for {Lasts.TotalSeconds:F1}";
}
