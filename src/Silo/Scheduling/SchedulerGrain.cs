using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Jobs;
using JanusCluster.Silo.Placement;
using JanusCluster.Silo.Telemetry;
using Orleans.Concurrency;

namespace JanusCluster.Silo.Scheduling;

/// <inheritdoc cref="ISchedulerGrain"/>
/// <remarks>
/// Its rules are in <see cref="LeaseTable"/> and below it. A lease's epoch begins with a number that Redis gives to each life
/// of a scheduler, so that shards refuse what an earlier life has allowed.
/// </remarks>
[Reentrant, KeepAlive, ControlSiloFilter]
internal sealed partial class SchedulerGrain(
    OpenJobs openJobs, GrainLives lives, ModelSilos silos, ScalingMemories memories, QueueBoard board, SiloMetrics metrics, SiloSettings settings, TimeProvider time,
    ILogger<SchedulerGrain> logger)
    : Grain, ISchedulerGrain
{
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Review = TimeSpan.FromSeconds(5);

    /// <summary>How long a new life waits for silos to say what they hold, before it hands anything out.</summary>
    private static readonly TimeSpan Infancy = TimeSpan.FromSeconds(3);

    private readonly ModelInstances _instances = new(settings.LeaseTime, time);
    private readonly ChangeSignal _changed = new(time);
    private TenantPolicies _policies = null!;
    private LeaseTable _table = null!;
    private CodeRate _rate = null!;
    private ChatPlaces _places = null!;
    private LeaseGrants _grants = null!;
    private OpenJobsResumption _resumption = null!;
    private ModelDemand _demand = null!;
    private ShownQueue<QueueFigures>? _shown;
    private DateTimeOffset _born;
    private long _life;
    private bool _isGrown;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        string model = this.GetPrimaryKeyString();
        _born = time.GetUtcNow();
        _policies = new TenantPolicies(GrainFactory, time, logger);
        long asked = time.GetTimestamp();
        _life = await lives.BeginAsync(this.GetGrainId());
        _shown = board.Open<QueueFigures>(model, _life, asked);
        metrics.LeasesExpired.Know(model);
        _rate = new CodeRate(time);
        _demand = new ModelDemand(model, memories, GrainFactory, _instances, settings.Scaling, time, await memories.ReadAsync(model));
        _table = new LeaseTable(_life, _policies.WeightOf, _policies.LimitOf)
        {
            Made = codes =>
            {
                _rate.Add(codes);
                _demand.Made(codes);
            },
        };
        _places = new ChatPlaces(_table, _instances, _policies.WeightOf);
        _grants = new LeaseGrants(GrainFactory, _table, logger);
        _resumption = OpenJobsResumption.Start(this, openJobs, model, GrainFactory, time, logger);
        this.RegisterGrainTimer(_ => Look(), new(Tick, Tick) { Interleave = true });
        this.RegisterGrainTimer(ReviewAsync, new(Review, Review) { Interleave = true });
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _shown?.Dispose();
        return Task.CompletedTask;
    }

    public async Task OfferAsync(IReadOnlyList<WorkOffer> offers)
    {
        foreach (string tenant in offers.Select(offer => new WorkKey(offer.Shard, 0).Tenant).Distinct())
            await _policies.KnowAsync(tenant);
        long added = 0;
        foreach (WorkOffer offer in offers)
        {
            foreach (OfferedItem item in offer.Items)
                added += _table.Offer(new WorkKey(offer.Shard, item.Position), offer.Class, item) ? item.Codes : 0;
        }

        // What a young scheduler is told of has arrived before.
        if (_isGrown)
            _demand.Arrived(added);
        if (added > 0)
            _changed.Raise();
    }

    public Task WithdrawAsync(string job)
    {
        _table.Withdraw(job);
        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<Lease>> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        ModelInstance instance = request.Instance;
        await ReclaimAsync(instance, request.Held);
        Hear(instance, request.Held);
        DateTimeOffset until = time.GetUtcNow() + LongPoll;
        while (true)
        {
            if (CanHandOut(instance) && _table.Take(request.Count, instance.Key, instance.Numerics, Expiry()) is { Count: > 0 } taken)
            {
                GrantedLeases granted = await _grants.GrantAsync(taken, instance, numerics => !_instances.MayHaveNumerics(numerics));
                if (granted.IsOutlived)
                    DeactivateOnIdle(); // another life has given later leases
                if (granted.Leases.Count > 0 || granted.IsOutlived)
                    return granted.Leases;
            }

            TimeSpan left = until - time.GetUtcNow();
            if (left <= TimeSpan.Zero || (_instances.Find(instance.Key) ?? instance).IsDraining)
                return [];
            await _changed.WaitAsync(left < Tick || (_isGrown && _table.Waiting == 0) ? left : Tick, cancellationToken);
        }
    }

    public Task<LeaseRenewal> RenewAsync(LeaseProgress progress) =>
        Task.FromResult(new LeaseRenewal(Hear(progress.Instance, progress.Held)));

    public Task EndAsync(string instance, IReadOnlyList<EndedLease> ended)
    {
        foreach (EndedLease lease in ended)
        {
            if (_table.End(lease.Id, lease.End == LeaseEnd.Finished, lease.CodesLeft) is { Lease: null, Place: not null } again
                && lease.End == LeaseEnd.GivenBack)
            {
                _table.Change(again, work => (work.Codes, work.Numerics) = (lease.CodesLeft, lease.Numerics));
            }
        }

        if (ended.Count > 0)
            _changed.Raise();
        AssignTurns();
        return Task.CompletedTask;
    }

    public async Task<ChatLease?> AdmitAsync(TurnOffer offer, CancellationToken cancellationToken)
    {
        var key = new WorkKey(offer.Conversation, offer.Turn);
        await _policies.KnowAsync(key.Tenant);
        if (_table.Find(key) is { Lease: { } held } known && (held.IsStarted || held.Holder == offer.Avoid))
            _table.Drop(known); // whoever has it has lost its reader
        if (_table.Find(key) is not { } turn)
        {
            turn = new QueuedWork(key, WorkClass.Chat) { Codes = offer.Tokens, Preferred = offer.Preferred, Avoided = offer.Avoid };
            _table.Wait(turn);
            _demand.Arrived(turn.Codes);
        }

        DateTimeOffset until = time.GetUtcNow() + LongPoll;
        AssignTurns();
        while (turn.Lease is null && _table.Find(key) == turn && until > time.GetUtcNow())
            await _changed.WaitAsync(until - time.GetUtcNow(), cancellationToken);
        return turn.Lease is { } lease ? new ChatLease(lease.Id, lease.Holder) : null;
    }

    public Task WithdrawTurnAsync(string conversation, int turn)
    {
        if (_table.Find(new WorkKey(conversation, turn)) is { } known)
            _table.Drop(known);
        _changed.Raise();
        return Task.CompletedTask;
    }

    public Task<QueueStatus> GetStatusAsync() => Task.FromResult(QueueReport.Of(_table) with
    {
        CodesPerSecond = _rate.PerSecond(),
        Places = _instances.All.Where(instance => !instance.IsDraining).Sum(instance => instance.Capacity + instance.ChatCapacity),
    });

    public async Task<Demand> GetDemandAsync()
    {
        // Zero lets the last silo go: nothing that has just been finished may be left out.
        await _demand.CountUndeliveredAsync();
        if (_resumption.IsComplete) // before that an empty queue would have the rule forget what an earlier life wanted
            _demand.Decide(_table);
        return _demand.Current(_resumption.IsComplete);
    }

    public Task<int?> CountAheadAsync(string owner) => Task.FromResult(_table.CountAhead(owner));

    public Task<IReadOnlyList<ModelInstance>> GetInstancesAsync() =>
        Task.FromResult<IReadOnlyList<ModelInstance>>([.. _instances.All]);

    private DateTimeOffset Expiry() => time.GetUtcNow() + settings.LeaseTime;

    private bool CanHandOut(ModelInstance instance) =>
        _isGrown && !(_instances.Find(instance.Key) ?? instance).IsDraining && !silos.IsDead(instance.Key);

    /// <summary>Takes note of an instance and of all that it holds.</summary>
    /// <returns>Leases that are over.</returns>
    private List<long> Hear(ModelInstance instance, IReadOnlyList<HeldLease> held)
    {
        bool isNew = _instances.Find(instance.Key) is null;
        _instances.Saw(instance);
        if (instance.IsDraining)
            _table.LiftQuarantine(instance.Key);
        List<long> over = [.. held.Where(lease => !_table.Renew(lease, instance.Key, Expiry(), mayAdopt: !_isGrown)).Select(lease => lease.Id)];
        if (isNew)
        {
            GrowUp();
            AssignTurns();
        }

        return over;
    }

    /// <summary>Leases that the instance does not know of: the answer that gave them was lost on its way. They wait again.</summary>
    private Task ReclaimAsync(ModelInstance instance, IReadOnlyList<HeldLease> held)
    {
        var known = held.Select(lease => lease.Id).ToHashSet();
        return _grants.ReclaimAsync([.. _table.HeldBy(instance.Key)
            .Where(work => work.Class != WorkClass.Chat && !work.Lease!.IsStarted && !known.Contains(work.Lease.Id))]);
    }

    private void GrowUp()
    {
        if (_isGrown || !_resumption.IsComplete)
            return;
        _isGrown = time.GetUtcNow() - _born >= Infancy || silos.All().All(silo => _instances.Find(silo) is not null);
        if (_isGrown)
            _changed.Raise();
    }

    private void AssignTurns()
    {
        if (_places.Assign(Expiry()) > 0)
            _changed.Raise();
    }

    private Task Look()
    {
        DateTimeOffset now = time.GetUtcNow();
        GrowUp();
        int lost = 0;
        foreach (string gone in _instances.Forget(silos.IsDead))
        {
            int items = _table.Lose(gone);
            LogInstanceGone(gone, items);
            lost += items;
        }

        int expired = _table.Expire(now);
        if (expired > 0)
        {
            LogExpired(expired);
            metrics.LeasesExpired.Add(this.GetPrimaryKeyString(), 0, expired);
        }

        if (lost + expired > 0)
            _changed.Raise();
        AssignTurns();
        if (_resumption.IsComplete)
            _demand.Decide(_table);
        _shown?.Set(_table.Figures with { Demand = _resumption.IsComplete ? _demand.Current(true) : null });
        return Task.CompletedTask;
    }

    /// <summary>What looks at all work there is, and need not be done as often.</summary>
    private async Task ReviewAsync(CancellationToken cancellationToken)
    {
        long asked = time.GetTimestamp();
        if (await lives.IsOverAsync(this.GetGrainId(), _life))
            DeactivateOnIdle();
        else
            _shown?.Confirm(asked);
        foreach (QueuedWork orphan in _table.All.Where(work => work is { Lease: null, Numerics: { } bound } && !_instances.MayHaveNumerics(bound)).ToList())
            _table.Change(orphan, work => (work.Numerics, work.MustRestart) = (null, true));
        await _policies.RefreshAsync(_table.All.Select(work => work.Tenant).ToHashSet());
        await _demand.CountUndeliveredAsync();
        await _demand.RememberAsync();
    }
}
