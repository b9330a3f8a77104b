using JanusCluster.Contracts.Delivery;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Silo.Jobs;
using JanusCluster.Silo.Scheduling;
using Orleans.Concurrency;

namespace JanusCluster.Silo.Delivery;

/// <inheritdoc cref="IDeliveryGrain"/>
[Reentrant, KeepAlive]
internal sealed partial class DeliveryGrain(OpenJobs openJobs, TimeProvider time, ILogger<DeliveryGrain> logger)
    : Grain, IDeliveryGrain
{
    private const string AnyFront = "front";
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(5);

    private readonly LeaseTable _table = new(0);
    private readonly ChangeSignal _offered = new(time);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(
            () =>
            {
                if (_table.Expire(time.GetUtcNow()) > 0)
                    _offered.Raise();
                return Task.CompletedTask;
            },
            new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)) { Interleave = true });
        OpenJobsResumption.Start(this, openJobs, this.GetPrimaryKeyString(), GrainFactory, logger);
        return Task.CompletedTask;
    }

    public Task OfferAsync(string shard, IReadOnlyList<int> positions)
    {
        bool added = false;
        foreach (int position in positions)
            added |= _table.Offer(new WorkKey(shard, position));
        if (added)
            _offered.Raise();
        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<DeliveryWork>> LeaseAsync(int count, CancellationToken cancellationToken)
    {
        if (_table.Waiting == 0)
            await _offered.WaitAsync(LongPoll, cancellationToken);

        var work = new List<DeliveryWork>();
        foreach (var shard in _table.Take(count, AnyFront, time.GetUtcNow() + LeaseTime).GroupBy(entry => entry.Work.Shard))
            work.AddRange(await ReadWorkAsync(shard.Key, [.. shard.Select(entry => entry.Work.Position)]));
        return work;
    }

    public Task ReturnAsync(string shard, IReadOnlyList<int> positions, bool delivered)
    {
        foreach (int position in positions)
            _table.Release(new WorkKey(shard, position), finished: delivered);
        if (!delivered)
            _offered.Raise();
        return Task.CompletedTask;
    }

    private async Task<IReadOnlyList<DeliveryWork>> ReadWorkAsync(string shard, IReadOnlyList<int> positions)
    {
        try
        {
            IReadOnlyList<DeliveryWork> work =
                await GrainFactory.GetGrain<IJobShardGrain>(shard).GetDeliveryWorkAsync(positions);
            // What the shard leaves out is delivered already.
            foreach (int position in positions.Except(work.Select(item => item.Position)))
                _table.Release(new WorkKey(shard, position), finished: true);
            return work;
        }
        catch (Exception e)
        {
            LogShardUnreadable(e, shard);
            foreach (int position in positions)
                _table.Release(new WorkKey(shard, position), finished: false);
            return [];
        }
    }

    [LoggerMessage(LogLevel.Warning, "Shard {Shard} could not be read; its pictures wait again")]
    private partial void LogShardUnreadable(Exception exception, string shard);
}
