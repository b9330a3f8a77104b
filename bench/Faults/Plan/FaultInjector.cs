using JanusCluster.Bench.Faults.History;
using JanusCluster.Bench.Faults.Nodes;
using JanusCluster.Bench.Faults.Processes;

namespace JanusCluster.Bench.Faults.Plan;

/// <summary>Lets the faults of a plan happen at their times.</summary>
/// <param name="findScheduler">The port of the silo that has the scheduler's grain; null when nobody can say.</param>
internal sealed class FaultInjector(FaultCluster cluster, SharedControls controls, Func<Task<int?>> findScheduler)
{
    private static readonly TimeSpan ExitTime = TimeSpan.FromSeconds(10), DrainTime = TimeSpan.FromSeconds(45), FindTime = TimeSpan.FromSeconds(2);
    private const double FailingShare = 0.3, RepeatedShare = 0.15;

    /// <summary>Ends when the last fault is over.</summary>
    public Task RunAsync(FaultPlan plan, CancellationToken cancellationToken) =>
        Task.WhenAll(plan.Faults.Select(fault => RunAsync(fault, cancellationToken)));

    private async Task RunAsync(PlannedFault fault, CancellationToken cancellationToken)
    {
        await Task.Delay(fault.At, cancellationToken);
        switch (fault.Kind)
        {
            case FaultKind.StopRedis:
                await cluster.Redis.StopAsync();
                await Task.Delay(fault.Lasts, cancellationToken);
                await cluster.Redis.StartAsync(cancellationToken);
                break;
            case FaultKind.FailBlobs:
                controls.BlobFailures = FailingShare;
                await Task.Delay(fault.Lasts, cancellationToken);
                controls.BlobFailures = 0;
                break;
            case FaultKind.RepeatCalls:
                controls.RepeatedCalls = RepeatedShare;
                await Task.Delay(fault.Lasts, cancellationToken);
                controls.RepeatedCalls = 0;
                break;
            case FaultKind.JumpClock:
                controls.ClockOffset += fault.Lasts;
                break;
            default:
                await StrikeAsync(fault, cancellationToken);
                break;
        }
    }

    /// <summary>A process that is down already, or struck by another fault, is left alone.</summary>
    private async Task StrikeAsync(PlannedFault fault, CancellationToken cancellationToken)
    {
        ClusterNode? node = await FindAsync(fault);
        using IDisposable? use = node?.TryUse();
        if (node is null || use is null || node.HasExited)
            return;
        switch (fault.Kind)
        {
            case FaultKind.Freeze:
                node.Send(ProcessSignal.Freeze);
                await Task.Delay(fault.Lasts, cancellationToken);
                node.Send(ProcessSignal.Thaw);
                return;
            case FaultKind.Kill:
                node.Send(ProcessSignal.Kill);
                await node.WaitForExitAsync(ExitTime, cancellationToken);
                break;
            default:
                node.Send(ProcessSignal.Drain);
                await node.WaitForExitAsync(DrainTime, cancellationToken);
                break;
        }

        await Task.Delay(fault.Lasts, cancellationToken);
        await node.StartAsync();
    }

    private async Task<ClusterNode?> FindAsync(PlannedFault fault) => fault.Target switch
    {
        FaultTarget.Model => cluster.Node(NodeRole.Model, fault.Index),
        FaultTarget.Control => cluster.Node(NodeRole.Control, fault.Index),
        FaultTarget.Front => cluster.Node(NodeRole.Front, fault.Index),
        _ => await FindSchedulerAsync(),
    };

    private async Task<ClusterNode?> FindSchedulerAsync()
    {
        try
        {
            return await findScheduler().WaitAsync(FindTime) is { } port ? cluster.NodeAt(port) : null;
        }
        catch (Exception)
        {
            // The cluster is too disturbed to say: it has its fault.
            return null;
        }
    }
}
