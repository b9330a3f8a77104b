using JanusCluster.Bench.Autoscale.Engine;
using JanusCluster.Bench.Autoscale.Pool;
using JanusCluster.Bench.Autoscale.Traces;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Silo.Scheduling;

namespace JanusCluster.Bench.Autoscale;

/// <summary>
/// The scheduler's own table and queues, with silos that pull from it, tell it of their progress and end their leases as the
/// real ones do, and a pool that they come from.
/// </summary>
internal sealed class SimulatedCluster
{
    private const double RenewPeriod = 5, DeathNotice = 1, LeaseTime = 30;

    private readonly VirtualTime _time;
    private readonly EngineModel _model;
    private readonly HungrySilos _hungry;
    private readonly Dictionary<Pod, SimulatedSilo> _silos = [];
    private readonly Renderings _renderings;

    /// <param name="made">Called with codes that silos tell of.</param>
    public SimulatedCluster(VirtualTime time, EngineModel model, PoolSettings pool, Ledger ledger, int seed, Action<int> made)
    {
        (_time, _model, Ledger) = (time, model, ledger);
        _hungry = new HungrySilos(new Random(seed));
        Table = new LeaseTable(life: 1, _ => 1, _ => null) { Made = made };
        Pool = new GpuPool(time, pool, new Random(seed + 1))
        {
            Ready = Join,
            Drain = GiveBack,
            Retire = Retire,
            Killed = Lose,
            LoadOf = pod => _silos.TryGetValue(pod, out SimulatedSilo? silo) ? silo.Engine.Count : 0,
        };
        _renderings = new Renderings(time, model, ledger, Pool);
    }

    public LeaseTable Table { get; }

    public GpuPool Pool { get; }

    public Ledger Ledger { get; }

    /// <summary>Codes that were made and lost with a GPU that was killed.</summary>
    public long RedoneCodes { get; private set; }

    public ScalingLoad Load => ScalingLoad.Of(Table, Pool.ReadyCount * _model.Places, _renderings.Count, Pool.ReadyCount);

    public void Submit(Submission submission)
    {
        string shard = $"tenant-{submission.Tenant}/images/0";
        for (int i = 0; i < submission.Images; i++)
        {
            int image = Ledger.Submit(_time.Now);
            Table.Offer(new WorkKey(shard, image), submission.Class, new OfferedItem(image, _model.Codes));
        }

        Feed();
    }

    private void Join(Pod pod)
    {
        var silo = new SimulatedSilo(pod, _model);
        _silos.Add(pod, silo);
        _time.Every(RenewPeriod, () => Renew(silo));
        Ask(silo);
    }

    /// <summary>Hands out what waits to those who wait for it.</summary>
    private void Feed()
    {
        while (Table.WaitingItems > 0 && _hungry.Count > 0)
            Ask(_hungry.Any());
    }

    private void Ask(SimulatedSilo silo)
    {
        if (silo.TakesWork && Table.WaitingItems > 0)
        {
            foreach (QueuedWork work in Table.Take(silo.Engine.Free, silo.Key, SimulatedSilo.Numerics, _time.Date.AddSeconds(LeaseTime)))
                silo.Engine.Begin(work, Ledger.KeptOf(work.Key.Position), _time.Now);
            Plan(silo);
        }

        _hungry.Look(silo);
    }

    private void Plan(SimulatedSilo silo)
    {
        double next = silo.Engine.NextEnd();
        if (next >= silo.WakesAt)
            return; // it looks again by then
        silo.WakesAt = next;
        _time.At(next, () =>
        {
            if (silo.WakesAt > _time.Now || !_silos.ContainsKey(silo.Pod))
                return; // it looks later, or has given back what it had
            silo.WakesAt = double.PositiveInfinity;
            EndFinished(silo);
            Ask(silo);
            Plan(silo);
        });
    }

    private void EndFinished(SimulatedSilo silo)
    {
        while (silo.Engine.TryEnd(_time.Now, out RunningImage image))
        {
            if (Table.End(image.Lease, isFinished: true, codesLeft: 0) is null)
                throw new InvalidOperationException("A lease was over that its holder still had.");
            Ledger.Finish(image.Work.Key.Position);
            _renderings.Add(image.Work.Key.Position);
        }

        if (silo.Pod.State == PodState.Leaving && silo.Engine.Count == 0)
            Leave(silo);
    }

    private bool Renew(SimulatedSilo silo)
    {
        if (!_silos.ContainsKey(silo.Pod))
            return false;
        foreach (RunningImage image in silo.Engine.Running)
        {
            WorkKey key = image.Work.Key;
            int left = _model.Codes - silo.Engine.CodesOf(image, _time.Now);
            Table.Renew(new HeldLease(image.Lease, key.Owner, key.Position, image.Work.Class, left), silo.Key, _time.Date.AddSeconds(LeaseTime), mayAdopt: false);
        }

        return true;
    }

    private void GiveBack(Pod pod)
    {
        SimulatedSilo silo = _silos[pod];
        EndFinished(silo);
        foreach (RunningImage image in silo.Engine.Running)
        {
            int codes = silo.Engine.CodesOf(image, _time.Now);
            Ledger.Keep(image.Work.Key.Position, codes);
            if (Table.End(image.Lease, isFinished: false, _model.Codes - codes) is { Place: not null } again)
                Table.Change(again, work => work.Codes = _model.Codes - codes);
        }

        Forget(silo);
        Feed();
    }

    private void Retire(Pod pod)
    {
        SimulatedSilo silo = _silos[pod];
        _hungry.Look(silo);
        EndFinished(silo);
        if (silo.Engine.Count == 0)
            Leave(silo);
    }

    /// <summary>A GPU is gone with what it had not made durable; a moment later the scheduler learns of it.</summary>
    private void Lose(Pod pod)
    {
        if (!_silos.TryGetValue(pod, out SimulatedSilo? silo))
            return;
        foreach (RunningImage image in silo.Engine.Running)
        {
            int codes = silo.Engine.CodesOf(image, _time.Now);
            int kept = Math.Max(image.Kept, codes - codes % _model.CheckpointCodes);
            RedoneCodes += codes - kept;
            Ledger.Keep(image.Work.Key.Position, kept);
        }

        Forget(silo);
        _time.At(_time.Now + DeathNotice, () =>
        {
            Table.Lose(silo.Key);
            Feed();
        });
    }

    private void Leave(SimulatedSilo silo)
    {
        Forget(silo);
        Pool.Release(silo.Pod);
    }

    private void Forget(SimulatedSilo silo)
    {
        _silos.Remove(silo.Pod);
        _hungry.Look(silo);
    }
}
