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

/// <summary>
/// One job, made twice: undisturbed, and while a silo is killed every few seconds. Each image must be there once, with the
/// codes that it has undisturbed.
/// </summary>
internal sealed class ImagesUnderKills(int images, TimeSpan period)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    public async Task<JsonObject> MeasureAsync(TestBed bed, BenchOutput output, CancellationToken cancellationToken)
    {
        var jobs = new JobClient(bed.Grains, bed.Model, bed.History);
        PlannedJob quiet = Plan("quiet", []);
        (FinalJob undisturbed, TimeSpan quietTime) = await MakeAsync(bed, jobs, quiet, cancellationToken);
        output.Note($"kills images: undisturbed in {quietTime.TotalSeconds:F0} s");

        PlannedJob disturbed = Plan("disturbed", [.. undisturbed.Items.OrderBy(item => item.Index).Select(item => item.Sha256)]);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<int> killing = KillAsync(bed, output, stop.Token);
        (FinalJob final, TimeSpan time) = await MakeAsync(bed, jobs, disturbed, cancellationToken);
        await stop.CancelAsync();
        int kills = await killing;
        FinalState state = await bed.Reader(cancellationToken).ReadAsync([quiet.Key.ToString(), disturbed.Key.ToString()], []);
        await bed.StopAsync();

        IReadOnlyList<HistoryEvent> history = bed.ReadHistory();
        IReadOnlyList<Violation> violations = HistoryChecker.Check(history, state);
        bed.Tell(violations, output);
        Effort effort = EffortCount.Of(history, new CodeCounts(bed.Folder).Of);
        return new JsonObject
        {
            ["bench"] = "kills",
            ["case"] = "images",
            ["images"] = images,
            ["finished"] = final.Items.Count(item => item.State == ItemState.Delivered),
            ["same_codes"] = final.Items.Zip(undisturbed.Items).Count(pair => pair.First.Sha256 == pair.Second.Sha256),
            ["blobs"] = state.Blobs.Count(blob => blob.Name.Contains("/disturbed/", StringComparison.Ordinal)),
            ["violations"] = violations.Count,
            ["kills"] = kills,
            ["images_killed"] = effort.Killed,
            ["redone_codes"] = effort.Redone,
            ["redone_for_kills"] = effort.RedoneForKills,
            ["redone_per_killed_image"] = effort.Killed == 0 ? 0 : Math.Round((double)effort.RedoneForKills / effort.Killed, 2),
            ["checkpoint_codes"] = NanoCluster.CheckpointCodes,
            ["quiet_seconds"] = Math.Round(quietTime.TotalSeconds, 1),
            ["seconds"] = Math.Round(time.TotalSeconds, 1),
        };
    }

    /// <param name="codes">Digests of the codes as they must come out; none where they are not known yet.</param>
    private PlannedJob Plan(string name, string?[] codes)
    {
        JobRequest[] requests = [.. Enumerable.Range(0, images)
            .Select(i => new ImageRequest($"{name}-{i}", $"picture number {i}", 1, i, new ImageSettings()))];
        return new PlannedJob(TimeSpan.Zero, new JobKey("kills", name), WorkClass.Bulk, requests,
            [.. requests.Select((request, i) => new ExpectedItem(
                request.CustomId, Model.Configuration.Presets.Nano.Config.Vq.CodesPerImage, codes.ElementAtOrDefault(i)))]);
    }

    private static async Task<(FinalJob Final, TimeSpan Time)> MakeAsync(
        TestBed bed, JobClient jobs, PlannedJob job, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        await jobs.SubmitAsync([job], cancellationToken);
        await jobs.WaitAsync([job], Limit, cancellationToken);
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        FinalState state = await bed.Reader(cancellationToken).ReadAsync([job.Key.ToString()], []);
        return (state.Jobs[0], time);
    }

    /// <summary>The silos by turns, each while it serves; the last one that does is spared.</summary>
    /// <returns>How many were killed.</returns>
    private async Task<int> KillAsync(TestBed bed, BenchOutput output, CancellationToken stop)
    {
        int kills = 0;
        for (int turn = 0; ; turn++)
        {
            await Task.Delay(period, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
                return kills;
            ClusterNode[] serving = await FindServingAsync(bed);
            if (serving.Length < 2)
                continue;
            ClusterNode node = serving[turn % serving.Length];
            output.Note($"  SIGKILL of {node.Process}");
            // The cluster sees that it has ended, and starts another process.
            node.Send(ProcessSignal.Kill);
            kills++;
        }
    }

    private static async Task<ClusterNode[]> FindServingAsync(TestBed bed)
    {
        try
        {
            IReadOnlyList<ModelInstance> instances = await bed.Grains.GetGrain<ISchedulerGrain>(bed.Model.Id).GetInstancesAsync();
            return [.. instances.Select(instance => bed.Cluster.NodeAt(instance.Key)).OfType<ClusterNode>()
                .Where(node => !node.HasExited).OrderBy(node => node.Index)];
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            return [];
        }
    }
}
