using System.Text.Json.Nodes;
using JanusCluster.Bench.Autoscale;
using JanusCluster.Bench.Autoscale.Engine;
using JanusCluster.Bench.Autoscale.Oracle;
using JanusCluster.Bench.Autoscale.Pool;
using JanusCluster.Bench.Autoscale.Scaling;
using JanusCluster.Bench.Autoscale.Traces;
using JanusCluster.Bench.Measuring;
using JanusCluster.Bench.Output;
using JanusCluster.Silo.Scheduling;

namespace JanusCluster.Bench.Cases;

/// <summary>The scaling rule on one trace, beside somebody who knows the trace.</summary>
/// <param name="IsCold">The rule has never seen a silo work.</param>
/// <param name="OracleRounds">Plans that are tried; 0 for no oracle.</param>
/// <param name="OracleWait">Seconds that the oracle may have images wait even where the rule does within a start-up of it.</param>
internal sealed record AutoscaleCase(
    Trace Trace, EngineModel Engine, PoolSettings Pool, ScalingSettings Rule, KubernetesSettings Kubernetes, bool IsCold, int Seed, int OracleRounds, double OracleWait)
{
    public JsonObject Measure(BenchOutput output, string? plots)
    {
        var simulation = new Simulation(Trace, Engine, Pool, Seed);
        var scaled = new ScaledByRule(Rule, Kubernetes, IsCold ? null : new ScalingMemory(Engine.CodesPerSecond, SiloRate.Memory, 0, 0, DateTimeOffset.UnixEpoch));
        SimulationResult rule = simulation.Run(scaled);
        output.Note($"autoscale {Trace.Name}: {rule.Images} images, 95 % waited up to {rule.Wait(0.95):F0} s, {rule.GpuHours:F2} GPU-hours");
        (CapacityPlan Plan, SimulationResult Result)? oracle = OracleRounds == 0
            ? null
            : new OracleSearch(simulation, OracleRounds).Find(Math.Max(OracleWait, rule.Wait(0.95) - Pool.StartUp));
        if (plots is not null)
            AutoscalePlot.Draw(Path.Combine(plots, $"autoscale-{Trace.Name}.png"), Trace, rule, oracle?.Plan);
        return Describe(rule, oracle?.Result, scaled.Decision);
    }

    private JsonObject Describe(SimulationResult rule, SimulationResult? oracle, ScalingDecision last) => new()
    {
        ["bench"] = "autoscale",
        ["trace"] = Trace.Name,
        ["gpus_max"] = Pool.Max,
        ["start_up_s"] = Pool.StartUp,
        ["preemptions_per_gpu_hour"] = Pool.PreemptionsAnHour,
        ["seed"] = Seed,
        ["images"] = Trace.Images,
        ["images_done"] = rule.Images,
        ["wait_p50_s"] = Numbers.Round(rule.Wait(0.5)),
        ["wait_p95_s"] = Numbers.Round(rule.Wait(0.95)),
        ["wait_p99_s"] = Numbers.Round(rule.Wait(0.99)),
        ["wait_max_s"] = Numbers.Round(rule.Wait(1)),
        ["gpu_hours"] = Numbers.Round(rule.GpuHours),
        ["gpu_hours_of_work_alone"] = Numbers.Round(Trace.Images * Engine.ImageSeconds / Engine.Places / 3600),
        ["oracle_wait_p95_s"] = oracle is null ? null : Numbers.Round(oracle.Wait(0.95)),
        ["oracle_gpu_hours"] = oracle is null ? null : Numbers.Round(oracle.GpuHours),
        ["ratio"] = oracle is null ? null : Numbers.Round(rule.GpuSeconds / oracle.GpuSeconds),
        ["gpus_peak"] = rule.Peak,
        ["oracle_gpus_peak"] = oracle?.Peak,
        ["starts"] = rule.Starts,
        ["oracle_starts"] = oracle?.Starts,
        ["drains"] = rule.Drains,
        ["preempted"] = rule.Preempted,
        ["redone_codes"] = rule.RedoneCodes,
        ["codes_per_s_true"] = Numbers.Round(Engine.CodesPerSecond),
        ["codes_per_s_learned"] = Numbers.Round(last.CodesPerSecond),
        ["drain_time_s"] = Rule.DrainTime.TotalSeconds,
        ["keep_time_s"] = Rule.KeepTime.TotalSeconds,
        ["steady_over"] = Rule.Bins,
        ["down_window_s"] = Kubernetes.DownWindow,
        ["cooldown_s"] = Kubernetes.Cooldown,
        ["cold"] = IsCold,
    };
}
