using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Silo.Jobs;
using Orleans.Concurrency;

namespace JanusCluster.Silo.Scheduling;

/// <inheritdoc cref="ISchedulerGrain"/>
[Reentrant, KeepAlive]
internal sealed partial class SchedulerGrain(OpenJobs openJobs, TimeProvider time, ILogger<SchedulerGrain> logger)
    : Grain, ISchedulerGrain
{
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(5);

    private readonly LeaseTable _table = new(time.GetUtcNow().UtcTicks);
    private readonly Dictionary<string, (ModelInstance Instance, DateTimeOffset Seen)> _instances = [];
    private readonly ChangeSignal _offered = new(time);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(ExpireAsync, new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)) { Interleave = true });
        OpenJobsResumption.Start(this, openJobs, this.GetPrimaryKeyString(), GrainFactory, logger);
        return Task.CompletedTask;
    }

    public Task OfferAsync(WorkOffer offer)
    {
        bool added = false;
        foreach (int position in offer.Positions)
            added |= _table.Offer(new WorkKey(offer.Shard, position));
        if (added)
            _offered.Raise();
        return Task.CompletedTask;
    }

    public Task WithdrawAsync(string job)
    {
        _table.Withdraw(job);
        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<Lease>> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        Saw(request.Instance);
        if (_table.Waiting == 0)
            await _offered.WaitAsync(LongPoll, cancellationToken);
        Saw(request.Instance);

        var taken = _table.Take(request.Count, request.Instance.Key, time.GetUtcNow() + LeaseTime);
        var leases = new List<Lease>(taken.Count);
        foreach (var shard in taken.GroupBy(entry => entry.Work.Shard))
            leases.AddRange(await ReadItemsAsync(shard.Key, [.. shard]));
        return leases;
    }

    public Task<LeaseRenewal> RenewAsync(LeaseProgress progress)
    {
        Saw(progress.Instance);
        DateTimeOffset expires = time.GetUtcNow() + LeaseTime;
        return Task.FromResult(new LeaseRenewal(
            [.. progress.Leases.Where(lease => !_table.Renew(lease, progress.Instance.Key, expires))]));
    }

    public Task ReleaseAsync(long lease, bool finished)
    {
        if (_table.Release(lease, finished) && !finished)
            _offered.Raise();
        return Task.CompletedTask;
    }

    public Task<QueueStatus> GetStatusAsync() => Task.FromResult(new QueueStatus(_table.Waiting, _table.Leased));

    public Task<IReadOnlyList<ModelInstance>> GetInstancesAsync() =>
        Task.FromResult<IReadOnlyList<ModelInstance>>([.. _instances.Values.Select(entry => entry.Instance)]);

    private async Task<IEnumerable<Lease>> ReadItemsAsync(string shard, (long Lease, WorkKey Work)[] taken)
    {
        try
        {
            IReadOnlyList<ImageItem> items = await GrainFactory.GetGrain<IJobShardGrain>(shard)
                .GetItemsAsync([.. taken.Select(entry => entry.Work.Position)]);
            return taken.Zip(items, (entry, item) => new Lease(entry.Lease, shard, entry.Work.Position, item));
        }
        catch (Exception e)
        {
            LogShardUnreadable(e, shard);
            foreach ((long lease, _) in taken)
                _table.Release(lease, finished: false);
            return [];
        }
    }

    private void Saw(ModelInstance instance) => _instances[instance.Key] = (instance, time.GetUtcNow());

    private Task ExpireAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (_table.Expire(now) is > 0 and var count)
        {
            LogExpired(count);
            _offered.Raise();
        }

        foreach (string gone in _instances.Where(i => i.Value.Seen + LeaseTime < now).Select(i => i.Key).ToList())
            _instances.Remove(gone);
        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Warning, "{Count} leases ran out without renewal; their items wait again")]
    private partial void LogExpired(int count);

    [LoggerMessage(LogLevel.Warning, "Shard {Shard} could not be read; its items wait again")]
    private partial void LogShardUnreadable(Exception exception, string shard);
}
