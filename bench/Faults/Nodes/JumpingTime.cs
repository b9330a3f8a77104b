namespace JanusCluster.Bench.Faults.Nodes;

/// <summary>The machine's time and the run's offset, as when somebody sets a clock: what measures or waits is not affected.</summary>
internal sealed class JumpingTime(SharedControls controls) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + controls.ClockOffset;
}
