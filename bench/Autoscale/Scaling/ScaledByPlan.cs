using JanusCluster.Bench.Autoscale.Oracle;

namespace JanusCluster.Bench.Autoscale.Scaling;

/// <summary>Starts GPUs ahead of time, so that as many are ready at each moment as a plan says.</summary>
/// <param name="startUp">Seconds that a GPU takes to start.</param>
internal sealed class ScaledByPlan(CapacityPlan plan, double startUp) : IReplicas
{
    private VirtualTime _time = null!;
    private SimulatedCluster _cluster = null!;
    private int _last;

    /// <summary>Asked for by now: those that are ready and those that start.</summary>
    private int _target;

    public int Wanted { get; private set; }

    public bool IsDone => _last == 0 && _target == 0 && _cluster.Pool.Paid == 0;

    public void Begin(VirtualTime time, SimulatedCluster cluster)
    {
        (_time, _cluster) = (time, cluster);
        for (int before = 0, i = 0; i <= plan.Gpus.Count; i++)
        {
            int gpus = i < plan.Gpus.Count ? plan.Gpus[i] : 0, change = gpus - before;
            before = gpus;
            if (change == 0)
                continue;
            _last++;
            double at = i * plan.Grid;
            if (change > 0)
                time.At(at - startUp, () => Set(_target + change));
            time.At(at, () => Become(gpus, change));
        }
    }

    public void Arrived(long codes)
    {
    }

    public void Made(int codes)
    {
    }

    private void Become(int gpus, int change)
    {
        // The ends of the last images are not in the plan: until nothing waits all GPUs stay, and until all is done one.
        if (change < 0 && _target + change <= 0 && !_cluster.Load.IsEmpty)
        {
            int staying = _cluster.Load.WaitingItems > 0 ? _target : 1;
            int left = change + _target - staying;
            Set(staying);
            _time.At(_time.Now + 1, () => Become(gpus, left));
            return;
        }

        _last--;
        Wanted = gpus;
        if (change < 0)
            Set(_target + change);
    }

    private void Set(int target) => _cluster.Pool.SetReplicas(_target = target, patient: true);
}
