using System.Diagnostics;
using System.Text.Json.Nodes;
using JanusCluster.Bench.Faults.Checking;
using JanusCluster.Bench.Faults.History;
using JanusCluster.Bench.Faults.Load;
using JanusCluster.Bench.Faults.Processes;
using JanusCluster.Bench.Output;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Bench.Faults.Kills;

/// <summary>SIGTERM of a silo that is busy with images: how long it takes, and what it costs.</summary>
internal sealed class DrainOfABusySilo(int images)
{
    public const int Places = 8;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5), ExitLimit = TimeSpan.FromMinutes(1), Poll = TimeSpan.FromMilliseconds(20);

    public async Task<JsonObject> MeasureAsync(TestBed bed, BenchOutput output, CancellationToken cancellationToken)
    {
        var jobs = new JobClient(bed.Grains, bed.Model, bed.History);
        JobRequest[] requests = [.. Enumerable.Range(0, images)
            .Select(i => new ImageRequest($"drained-{i}", $"picture number {i}", 1, i, new ImageSettings()))];
        var job = new PlannedJob(TimeSpan.Zero, new JobKey("kills", "drain"), WorkClass.Bulk, requests,
            [.. requests.Select(request => new ExpectedItem(request.CustomId, bed.Model.CodesPerImage, null))]);
        await jobs.SubmitAsync([job], cancellationToken);
        ClusterNode node = await FindBusyAsync(bed, cancellationToken);
        (bool ended, TimeSpan took) = await DrainAsync(node, output, cancellationToken);
        await jobs.WaitAsync([job], Limit, cancellationToken);
        FinalState state = await bed.Reader(cancellationToken).ReadAsync([job.Key.ToString()], []);
        await bed.StopAsync();
        IReadOnlyList<HistoryEvent> history = bed.ReadHistory();
        IReadOnlyList<Violation> violations = HistoryChecker.Check(history, state);
        bed.Tell(violations, output);
        Effort effort = EffortCount.Of(history, new CodeCounts(bed.Folder).Of);
        return new JsonObject
        {
            ["bench"] = "kills",
            ["case"] = "drain",
            ["images"] = images,
            ["finished"] = state.Jobs[0].Items.Count(item => item.State == ItemState.Delivered),
            ["violations"] = violations.Count,
            ["exited"] = ended,
            ["exit_ms"] = Math.Round(took.TotalMilliseconds),
            ["images_drained"] = effort.Drained,
            ["redone_codes"] = effort.Redone,
        };
    }

    private static async Task<(bool Ended, TimeSpan Took)> DrainAsync(ClusterNode node, BenchOutput output, CancellationToken cancellationToken)
    {
        using IDisposable? use = node.TryUse();
        output.Note($"kills drain: SIGTERM of {node.Process}");
        long start = Stopwatch.GetTimestamp();
        node.Send(ProcessSignal.Drain);
        bool ended = await node.WaitForExitAsync(ExitLimit, cancellationToken);
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        await node.StartAsync();
        return (ended, took);
    }

    /// <summary>The first silo whose places are all taken.</summary>
    private static async Task<ClusterNode> FindBusyAsync(TestBed bed, CancellationToken cancellationToken)
    {
        ISchedulerGrain scheduler = bed.Grains.GetGrain<ISchedulerGrain>(bed.Model.Id);
        while (true)
        {
            IReadOnlyList<ModelInstance> instances = await scheduler.GetInstancesAsync();
            if (instances.FirstOrDefault(instance => instance.Running == instance.Capacity) is { } busy
                && bed.Cluster.NodeAt(busy.Key) is { } node)
            {
                return node;
            }

            await Task.Delay(Poll, cancellationToken);
        }
    }
}
