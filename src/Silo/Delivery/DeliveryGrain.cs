using JanusCluster.Contracts.Delivery;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Jobs;
using JanusCluster.Silo.Placement;
using JanusCluster.Silo.Scheduling;
using JanusCluster.Silo.Telemetry;
using Orleans.Concurrency;

namespace JanusCluster.Silo.Delivery;

/// <inheritdoc cref="IDeliveryGrain"/>
[Reentrant, KeepAlive, ControlSiloFilter]
internal sealed partial class DeliveryGrain(
    OpenJobs openJobs, GrainLives lives, QueueBoard board, SiloSettings settings, TimeProvider time, ILogger<DeliveryGrain> logger)
    : Grain, IDeliveryGrain
{
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Review = TimeSpan.FromSeconds(5);

    private readonly DeliveryQueue _queue = new(time.GetUtcNow().UtcTicks);
    private readonly ChangeSignal _offered = new(time);
    private ShownQueue<DeliveryFigures>? _shown;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        long began = time.GetTimestamp();
        long life = await lives.BeginAsync(this.GetGrainId());
        _shown = board.Open<DeliveryFigures>(this.GetPrimaryKeyString(), life, began);
        this.RegisterGrainTimer(
            () =>
            {
                if (_queue.Expire(time.GetUtcNow()) > 0)
                    _offered.Raise();
                _shown.Set(new DeliveryFigures(_queue.Count));
                return Task.CompletedTask;
            },
            new(Tick, Tick) { Interleave = true });
        this.RegisterGrainTimer(
            async _ =>
            {
                long asked = time.GetTimestamp();
                if (await lives.IsOverAsync(this.GetGrainId(), life))
                    DeactivateOnIdle();
                else
                    _shown.Confirm(asked);
            },
            new GrainTimerCreationOptions(Review, Review) { Interleave = true });
        OpenJobsResumption.Start(this, openJobs, this.GetPrimaryKeyString(), GrainFactory, time, logger);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _shown?.Dispose();
        return Task.CompletedTask;
    }

    public Task OfferAsync(string shard, IReadOnlyList<int> positions)
    {
        bool added = false;
        foreach (int position in positions)
            added |= _queue.Offer(new WorkKey(shard, position));
        if (added)
            _offered.Raise();
        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<DeliveryWork>> LeaseAsync(string front, int count, CancellationToken cancellationToken)
    {
        if (_queue.Waiting == 0)
            await _offered.WaitAsync(LongPoll, cancellationToken);

        var taken = _queue.Take(count, front, time.GetUtcNow() + settings.DeliveryLeaseTime);
        IReadOnlyList<DeliveryWork>[] work = await Task.WhenAll(
            taken.GroupBy(entry => entry.Key.Owner).Select(shard => ReadWorkAsync(shard.Key, [.. shard])));
        return [.. work.SelectMany(part => part)];
    }

    public Task ReturnAsync(IReadOnlyList<long> leases, bool delivered)
    {
        foreach (long lease in leases)
            _queue.End(lease, delivered);
        if (!delivered)
            _offered.Raise();
        return Task.CompletedTask;
    }

    public Task<int> GetBacklogAsync() => Task.FromResult(_queue.Count);

    private async Task<IReadOnlyList<DeliveryWork>> ReadWorkAsync(string shard, (long Lease, WorkKey Key)[] taken)
    {
        try
        {
            IReadOnlyList<UndeliveredImage> images = await GrainFactory.GetGrain<IJobShardGrain>(shard)
                .GetDeliveryWorkAsync([.. taken.Select(entry => entry.Key.Position)]);
            var leases = taken.ToDictionary(entry => entry.Key.Position, entry => entry.Lease);
            DeliveryWork[] work = [.. images.Select(image => new DeliveryWork(leases[image.Position], image))];
            // What the shard leaves out is delivered already.
            foreach (long lease in leases.Values.Except(work.Select(one => one.Lease)))
                _queue.End(lease, isDelivered: true);
            return work;
        }
        catch (Exception e)
        {
            LogShardUnreadable(e, shard);
            foreach ((long lease, _) in taken)
                _queue.End(lease, isDelivered: false);
            return [];
        }
    }

    [LoggerMessage(LogLevel.Warning, "Shard {Shard} could not be read; its pictures wait again")]
    private partial void LogShardUnreadable(Exception exception, string shard);
}
