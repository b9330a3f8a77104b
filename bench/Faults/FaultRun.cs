using System.Diagnostics;
using JanusCluster.Bench.Faults.Checking;
using JanusCluster.Bench.Faults.History;
using JanusCluster.Bench.Faults.Load;
using JanusCluster.Bench.Faults.Nodes;
using JanusCluster.Bench.Faults.Plan;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Bench.Faults;

/// <summary>One run: a cluster of processes of its own, work for it, faults, and the check of all that happened.</summary>
/// <param name="load">How long work comes in.</param>
internal sealed class FaultRun(FaultPlan plan, ClusterShape shape, TimeSpan load, FaultBug bug)
{
    public const int CheckpointCodes = 16;
    private const int Conversations = 3;

    private static readonly NodeModel Model = new(null, CodesPerImage: 96, StepMilliseconds: 10, Images: 4, CheckpointCodes);
    private static readonly TimeSpan
        TimePerJob = TimeSpan.FromSeconds(1), SettleLimit = TimeSpan.FromSeconds(90), RunLimit = TimeSpan.FromMinutes(5);

    /// <summary>What was never stored never comes; all else has come by then.</summary>
    private static readonly TimeSpan SettleLimitWithLoss = TimeSpan.FromSeconds(40);

    public async Task<FaultRunOutcome> RunAsync(bool keepFolder, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(RunLimit);
        long start = Stopwatch.GetTimestamp();
        await using TestBed bed = await TestBed.StartAsync(shape, Model, plan.Seed, bug, limit.Token);
        TimeSpan ready = Stopwatch.GetElapsedTime(start);
        (FinalState final, TimeSpan settled) = await WorkAsync(bed, limit.Token);
        await bed.StopAsync();

        IReadOnlyList<HistoryEvent> events = bed.ReadHistory();
        IReadOnlyList<Violation> violations = HistoryChecker.Check(events, final);
        bed.Folder.IsKept = keepFolder || (violations.Count > 0 && bug == FaultBug.None);
        return new FaultRunOutcome(
            plan, events.OfType<JobAccepted>().Sum(job => job.Items.Count), events.OfType<TurnAccepted>().Count(),
            EffortCount.Of(events, new CodeCounts(bed.Folder).Of), violations,
            new RunTimes(ready, settled, Stopwatch.GetElapsedTime(start)), bed.Folder.IsKept ? bed.Folder.Root : null);
    }

    /// <returns>What has come of all work, and how long that took after the last fault.</returns>
    private async Task<(FinalState Final, TimeSpan Settled)> WorkAsync(TestBed bed, CancellationToken cancellationToken)
    {
        var random = new Random(plan.Seed);
        IReadOnlyList<PlannedJob> planned = JobPlan.Draw(random, (int)(load / TimePerJob), Model.CodesPerImage, load);
        string[] conversations = [.. Enumerable.Range(0, Conversations).Select(number => $"chats/talk{number}")];
        var jobs = new JobClient(bed.Grains, bed.Model, bed.History);
        using var stopTalking = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task submitting = jobs.SubmitAsync(planned, cancellationToken);
        TimeSpan settleLimit = bug == FaultBug.AckBeforeDurable ? SettleLimitWithLoss : SettleLimit;
        Task talking = Task.WhenAll(conversations.Select(key => new ChatClient(bed.Grains, bed.Model, bed.History, key, settleLimit)
            .TalkAsync(new Random(random.Next()), stopTalking.Token, cancellationToken)));
        var injector = new FaultInjector(
            bed.Cluster, bed.Controls, () => bed.Client.FindPortAsync(bed.Grains.GetGrain<ISchedulerGrain>(bed.Model.Id)));
        await injector.RunAsync(plan, cancellationToken);
        await submitting;
        long quiet = Stopwatch.GetTimestamp();
        await stopTalking.CancelAsync();
        await jobs.WaitAsync(planned, settleLimit, cancellationToken);
        await talking;
        TimeSpan settled = Stopwatch.GetElapsedTime(quiet);
        return (await bed.Reader(cancellationToken).ReadAsync([.. planned.Select(job => job.Key.ToString())], conversations), settled);
    }
}
