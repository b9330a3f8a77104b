using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using JanusCluster.Bench.Cluster;
using JanusCluster.Bench.Measuring;
using JanusCluster.Bench.Output;
using JanusCluster.Silo.Hosting;

namespace JanusCluster.Bench.Cases;

/// <summary>Whether more model silos do more in proportion while the engines are the limit.</summary>
/// <param name="Silos">Numbers of model silos, a case each, from the fewest on.</param>
/// <param name="Waves">Images that each place makes.</param>
internal sealed record ClusterScalingCase(IReadOnlyList<int> Silos, int Places, int Codes, double StepMilliseconds, int Waves)
{
    public async IAsyncEnumerable<JsonObject> MeasureAsync(
        BenchOutput output, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var model = new SimulatedSettings { StepMilliseconds = StepMilliseconds, CodesPerImage = Codes, MaxImages = Places };
        await using BenchCluster cluster = await BenchCluster.StartAsync(model, 0, cancellationToken);
        double? perSilo = null;
        foreach (int silos in Silos)
        {
            await cluster.GrowAsync(silos, cancellationToken);
            int items = silos * Places * Waves;
            // What runs for the first time is compiled first.
            await RunAsync(new BenchJob(cluster, "bench", $"warm-up-{silos}", BenchRequests.Images(silos * Places)), cancellationToken);
            output.Note($"cluster scaling: {items} images on {silos} silos …");
            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            double seconds = await RunAsync(new BenchJob(cluster, "bench", $"silos-{silos}", BenchRequests.Images(items)), cancellationToken);
            cpu = Environment.CpuUsage.TotalTime - cpu;
            double rate = items / seconds, engines = silos * Places / (Codes * StepMilliseconds / 1000);
            perSilo ??= rate / silos;
            yield return new JsonObject
            {
                ["bench"] = "cluster",
                ["case"] = "scaling",
                ["cores"] = Environment.ProcessorCount,
                ["silos"] = silos,
                ["places"] = Places,
                ["items"] = items,
                ["codes"] = Codes,
                ["step_ms"] = StepMilliseconds,
                ["items_per_s"] = Numbers.Round(rate),
                ["linear_share"] = Numbers.Round(rate / silos / perSilo.Value),
                ["engine_share"] = Numbers.Round(rate / engines),
                ["cpu_cores_used"] = Numbers.Round(cpu.TotalSeconds / seconds),
            };
        }
    }

    /// <returns>Seconds from the call that submits to the last image's last code.</returns>
    private static async Task<double> RunAsync(BenchJob job, CancellationToken cancellationToken)
    {
        DateTimeOffset start = TimeProvider.System.GetUtcNow();
        await job.SubmitAsync();
        await job.GeneratedAsync(cancellationToken);
        return ((await job.FinishTimesAsync()).Max() - start).TotalSeconds;
    }
}
