namespace JanusCluster.Bench.Autoscale.Scaling;

/// <summary>
/// How a HorizontalPodAutoscaler (autoscaling/v2) turns an external metric with an average value of 1 into replicas, as its
/// documentation has it: tolerance, stabilisation, policies, bounds.
/// </summary>
internal sealed class HorizontalAutoscaler(KubernetesSettings settings, int max)
{
    private readonly Queue<(double Time, int Replicas)> _recommended = new();

    /// <param name="current">Replicas by now; at 0 it does nothing.</param>
    public int Next(double now, int metric, int current)
    {
        if (current == 0)
            return 0;
        int desired = Math.Abs((double)metric / current - 1) <= settings.Tolerance ? current : metric;
        _recommended.Enqueue((now, desired));
        while (_recommended.Peek().Time < now - settings.DownWindow)
            _recommended.Dequeue();
        if (desired < current)
        {
            desired = Math.Min(current, _recommended.Max(one => one.Replicas));
            desired = Math.Max(desired, current - (int)Math.Ceiling(current * settings.DownShare));
        }
        else
            desired = (int)Math.Min(desired, (long)current + settings.UpPods);

        return Math.Clamp(desired, Math.Max(1, settings.Min), Math.Max(1, max));
    }
}
