using JanusCluster.Bench.Autoscale.Engine;
using JanusCluster.Bench.Autoscale.Pool;
using JanusCluster.Bench.Autoscale.Scaling;
using JanusCluster.Bench.Autoscale.Traces;

namespace JanusCluster.Bench.Autoscale;

/// <summary>Runs a trace to its last picture, and until no GPU is paid for any more.</summary>
internal sealed record Simulation(Trace Trace, EngineModel Engine, PoolSettings Pool, int Seed)
{
    private const int Samples = 1500;

    /// <summary>Whatever is not done so long after the last submission is stuck.</summary>
    private const double Patience = 7 * 86_400;

    public SimulationResult Run(IReplicas replicas)
    {
        var time = new VirtualTime();
        var ledger = new Ledger(Trace.Images);
        var cluster = new SimulatedCluster(time, Engine, Pool, ledger, Seed, replicas.Made);
        var samples = new List<Sample>();
        int peak = 0, next = 0;
        void Look() => samples.Add(new Sample(time.Now, ledger.Submitted, cluster.Load.Codes / Engine.CodesPerSecond, replicas.Wanted, cluster.Pool.ReadyCount));
        void Submit()
        {
            Submission submission = Trace.Submissions[next++];
            replicas.Arrived((long)submission.Images * Engine.Codes);
            cluster.Submit(submission);
            if (next < Trace.Submissions.Count)
                time.At(Trace.Submissions[next].At, Submit);
        }

        replicas.Begin(time, cluster);
        time.At(Trace.Submissions[0].At, Submit);
        time.Every(Math.Max(1, Trace.Ends / Samples), () =>
        {
            Look();
            return true;
        });
        while (!(ledger.IsComplete && replicas.IsDone))
        {
            if (!time.Step() || time.Now > Trace.Ends + Patience)
                throw new InvalidOperationException($"{Trace.Images - ledger.Rendered} images of {Trace.Name} are not made.");
            peak = Math.Max(peak, cluster.Pool.Paid);
        }

        Look();
        if (cluster.Table.Waiting + cluster.Table.Leased > 0 || ledger.Finished != Trace.Images)
            throw new InvalidOperationException("The scheduler has work that is done.");
        return new SimulationResult(
            ledger.Rendered, ledger.Waits(Engine.ImageSeconds), cluster.Pool.GpuSeconds, peak, cluster.Pool.Starts,
            cluster.Pool.Drains, cluster.Pool.Preempted, cluster.RedoneCodes, samples);
    }
}
