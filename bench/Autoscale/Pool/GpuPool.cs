namespace JanusCluster.Bench.Autoscale.Pool;

/// <summary>The pods of one deployment: as many as were asked for, each of which takes its time to start, and may be killed.</summary>
internal sealed class GpuPool(VirtualTime time, PoolSettings settings, Random random)
{
    private readonly List<Pod> _pods = [];
    private readonly HashSet<Pod> _leaving = [];
    private double _gone;
    private int _named;

    public required Action<Pod> Ready { get; init; }

    /// <summary>A pod was asked to end.</summary>
    public required Action<Pod> Drain { get; init; }

    /// <summary>A pod is to take no more, and is to be told to <see cref="Release"/> when it has done what it has.</summary>
    public required Action<Pod> Retire { get; init; }

    public required Action<Pod> Killed { get; init; }

    /// <summary>How much a pod has to do: the one that has least goes first (pod-deletion-cost).</summary>
    public required Func<Pod, int> LoadOf { get; init; }

    public int Replicas => _pods.Count;

    public int Paid => _pods.Count + _leaving.Count;

    public int ReadyCount => _pods.Count(pod => pod.State == PodState.Ready);

    public int Max => settings.Max;

    public int Starts { get; private set; }

    public int Drains { get; private set; }

    public int Preempted { get; private set; }

    public double GpuSeconds => _gone + _pods.Concat(_leaving).Sum(pod => time.Now - pod.Started);

    /// <param name="patient">For who knows what comes: ready pods go, and finish what they have.</param>
    public void SetReplicas(int replicas, bool patient = false)
    {
        for (int more = replicas - _pods.Count; more > 0; more--)
            Start();
        int fewer = _pods.Count - replicas;
        if (fewer <= 0)
            return;
        // As Kubernetes does: what is not ready goes first.
        Pod[] starting = [.. _pods.Where(pod => pod.State == PodState.Starting).Reverse()];
        Pod[] ready = [.. _pods.Where(pod => pod.State == PodState.Ready).OrderBy(LoadOf)];
        foreach (Pod pod in (patient ? ready.Concat(starting) : starting.Concat(ready)).Take(fewer))
            End(pod, patient);
    }

    /// <summary>It is not paid for any longer.</summary>
    public void Release(Pod pod)
    {
        if (pod.State == PodState.Gone)
            return;
        pod.State = PodState.Gone;
        _gone += time.Now - pod.Started;
        _leaving.Remove(pod);
    }

    private void Start()
    {
        var pod = new Pod($"gpu-{++_named}", time.Now);
        _pods.Add(pod);
        Starts++;
        time.At(time.Now + settings.StartUp, () =>
        {
            if (pod.State != PodState.Starting)
                return;
            pod.State = PodState.Ready;
            Ready(pod);
        });
        if (settings.PreemptionsAnHour > 0)
            time.At(time.Now - Math.Log(1 - random.NextDouble()) * 3600 / settings.PreemptionsAnHour, () => Kill(pod));
    }

    private void End(Pod pod, bool patient)
    {
        _pods.Remove(pod);
        _leaving.Add(pod);
        if (pod.State == PodState.Starting)
        {
            Release(pod);
            return;
        }

        Drains++;
        pod.State = PodState.Leaving;
        if (patient)
        {
            Retire(pod);
            return;
        }

        Drain(pod);
        time.At(time.Now + settings.Drain, () => Release(pod));
    }

    private void Kill(Pod pod)
    {
        if (pod.State == PodState.Gone)
            return;
        Preempted++;
        bool isReplaced = _pods.Remove(pod);
        bool hadWork = pod.State != PodState.Starting;
        Release(pod);
        if (hadWork)
            Killed(pod);
        if (isReplaced)
            Start();
    }
}
