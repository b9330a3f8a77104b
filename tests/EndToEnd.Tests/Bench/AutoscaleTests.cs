using JanusCluster.Bench.Autoscale;
using JanusCluster.Bench.Autoscale.Engine;
using JanusCluster.Bench.Autoscale.Oracle;
using JanusCluster.Bench.Autoscale.Pool;
using JanusCluster.Bench.Autoscale.Scaling;
using JanusCluster.Bench.Autoscale.Traces;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Silo.Scheduling;

namespace JanusCluster.EndToEnd.Tests.Bench;

/// <summary>The simulation of scaling, in virtual time: what it comes to is the same on every machine.</summary>
public sealed class AutoscaleTests
{
    private static readonly EngineModel Engine = new();
    private static readonly PoolSettings Pool = new();

    [Fact]
    public void Run_RandomTracesWithPreemptionsAndDrains_EveryImageExactlyOnce()
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            var simulation = new Simulation(RandomTrace(seed), Engine, Pool with { Max = 1 + seed % 7, PreemptionsAnHour = seed % 3 * 6 }, seed);
            SimulationResult result = simulation.Run(NewRule()); // the ledger refuses losses and repetitions
            Assert.Equal(simulation.Trace.Images, result.Images);
            Assert.Equal(simulation.Trace.Images, result.Waits.Length);
            Assert.InRange(result.RedoneCodes, 0, (long)result.Preempted * Engine.Places * Engine.CheckpointCodes);
            Assert.True(result.GpuSeconds > result.Images * Engine.ImageSeconds / Engine.Places * 0.9);
        }
    }

    [Fact]
    public void Run_SameSeed_IsTheSame()
    {
        SimulationResult Once(int seed) => new Simulation(RandomTrace(3), Engine, Pool with { PreemptionsAnHour = 6 }, seed).Run(NewRule());
        SimulationResult first = Once(1), again = Once(1), other = Once(2);
        Assert.Equal(first.Waits, again.Waits);
        Assert.Equal(first.Samples, again.Samples);
        Assert.Equal(first.GpuSeconds, again.GpuSeconds);
        Assert.NotEqual(first.Waits, other.Waits);
    }

    [Fact]
    public void Find_Burst_RuleIsWithinAThirdOfTheOracle()
    {
        var simulation = new Simulation(new Trace("burst", [new(Pool.StartUp, 4000, WorkClass.Bulk, 0)]), Engine, Pool, 1);
        SimulationResult rule = simulation.Run(NewRule());
        (_, SimulationResult oracle) = new OracleSearch(simulation, 6).Find(rule.Wait(0.95) - Pool.StartUp);
        Assert.True(oracle.Wait(0.95) >= 0 && rule.Wait(0.95) >= oracle.Wait(0.95));
        Assert.True(rule.GpuSeconds <= 1.3 * oracle.GpuSeconds, $"{rule.GpuSeconds:F0} GPU-seconds, of the oracle {oracle.GpuSeconds:F0}");
    }

    [Fact]
    public void Slopes_BetweenTwoCurves_BendOnlyWhereTheyMust()
    {
        // Six come at once, due after 3; four more at 4, due at once.
        double[] slopes = TautString.Slopes([0, 6, 6, 6, 6, 10, 10], [0, 0, 0, 6, 6, 10, 10]);
        Assert.Equal([2, 2, 2, 0, 4, 0], slopes);
        Assert.Equal([1, 1, 1, 1], TautString.Slopes([0, 4, 4, 4, 4], [0, 0, 0, 0, 4]));
    }

    [Fact]
    public void Next_AsTheAutoscalerDoes_KeepsTolerancesWindowsAndBounds()
    {
        var scaler = new HorizontalAutoscaler(new KubernetesSettings { DownWindow = 60 }, max: 50);
        Assert.Equal(0, scaler.Next(0, 5, current: 0)); // from none it is KEDA that scales
        Assert.Equal(50, scaler.Next(15, 80, current: 1));
        Assert.Equal(20, scaler.Next(100, 21, current: 20)); // within the tolerance
        Assert.Equal(20, scaler.Next(115, 5, current: 20)); // more was wanted within the window
        Assert.Equal(5, scaler.Next(170, 5, current: 20));
        Assert.Equal(1, scaler.Next(300, 0, current: 5)); // to none it is KEDA again
    }

    private static ScaledByRule NewRule() =>
        new(new ScalingSettings(), new KubernetesSettings(), new ScalingMemory(Engine.CodesPerSecond, SiloRate.Memory, 0, 0, DateTimeOffset.UnixEpoch));

    private static Trace RandomTrace(int seed)
    {
        var random = new Random(seed);
        double at = Pool.StartUp;
        var all = new List<Submission>();
        for (int i = 0; i < 60; i++, at += random.NextDouble() * 60)
            all.Add(new Submission(at, 1 + (int)(400 * Math.Pow(random.NextDouble(), 4)), (WorkClass)random.Next(2), random.Next(5)));
        return new Trace("random", all);
    }
}
