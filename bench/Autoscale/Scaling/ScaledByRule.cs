using JanusCluster.Silo.Scheduling;

namespace JanusCluster.Bench.Autoscale.Scaling;

/// <summary>The rule, and Kubernetes that applies it: KEDA between none and one, its autoscaler above that.</summary>
/// <param name="memory">What an earlier life of the scheduler knew of the silos' rate, if any.</param>
internal sealed class ScaledByRule(ScalingSettings settings, KubernetesSettings kubernetes, ScalingMemory? memory) : IReplicas
{
    /// <summary>Seconds between two looks at the queue.</summary>
    private const double Look = 1;

    private VirtualTime _time = null!;
    private SimulatedCluster _cluster = null!;
    private ScalingRule _rule = null!;
    private HorizontalAutoscaler _autoscaler = null!;
    private double _lastActive;

    public ScalingDecision Decision { get; private set; }

    public int Wanted => Decision.Wanted;

    public bool IsDone => Wanted == 0 && _cluster.Pool.Paid <= kubernetes.Min;

    public void Begin(VirtualTime time, SimulatedCluster cluster)
    {
        (_time, _cluster, _lastActive) = (time, cluster, time.Now);
        _rule = new ScalingRule(settings, time.Date, memory);
        _autoscaler = new HorizontalAutoscaler(kubernetes, cluster.Pool.Max);
        cluster.Pool.SetReplicas(kubernetes.Min);
        time.Every(Look, () => Always(() => Decision = _rule.Decide(cluster.Load, time.Date)));
        time.Every(kubernetes.Poll, () => Always(Activate));
        time.Every(kubernetes.Sync, () => Always(() =>
            cluster.Pool.SetReplicas(_autoscaler.Next(time.Now, Wanted, cluster.Pool.Replicas))));
    }

    public void Arrived(long codes) => _rule.Arrived(codes, _time.Date);

    public void Made(int codes) => _rule.Made(codes);

    private static bool Always(Action what)
    {
        what();
        return true;
    }

    private void Activate()
    {
        if (Wanted > 0)
        {
            _lastActive = _time.Now;
            if (_cluster.Pool.Replicas == 0)
                _cluster.Pool.SetReplicas(Math.Max(1, kubernetes.Min));
        }
        else if (kubernetes.Min == 0 && _time.Now - _lastActive >= kubernetes.Cooldown)
            _cluster.Pool.SetReplicas(0);
    }
}
