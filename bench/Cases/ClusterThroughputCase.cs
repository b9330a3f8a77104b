using System.Diagnostics;
using System.Text.Json.Nodes;
using JanusCluster.Bench.Cluster;
using JanusCluster.Bench.Measuring;
using JanusCluster.Bench.Output;
using JanusCluster.Silo.Hosting;

namespace JanusCluster.Bench.Cases;

/// <summary>
/// Images through grains and Redis. With engines that take no time these are the limit; with steps, each image is kept
/// several times before it is finished, as real ones are.
/// </summary>
/// <param name="Name">The case's.</param>
/// <param name="Places">Images at a time of each silo.</param>
/// <param name="Codes">Of an image.</param>
internal sealed record ClusterThroughputCase(string Name, int Items, int Silos, int Places, int Codes, double StepMilliseconds)
{
    private const int WarmUpShare = 10;

    public async Task<JsonObject> MeasureAsync(BenchOutput output, CancellationToken cancellationToken)
    {
        output.Note($"cluster {Name}: {Items} images on {Silos} silos …");
        var model = new SimulatedSettings { StepMilliseconds = StepMilliseconds, CodesPerImage = Codes, MaxImages = Places };
        await using BenchCluster cluster = await BenchCluster.StartAsync(model, Silos, cancellationToken);
        await RunAsync(new BenchJob(cluster, "bench", "warm-up", BenchRequests.Images(Math.Max(1, Items / WarmUpShare))), cancellationToken);

        var job = new BenchJob(cluster, "bench", "measured", BenchRequests.Images(Items));
        RedisTraffic before = await cluster.Redis.MeasureAsync();
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        (double accepted, double finished) = await RunAsync(job, cancellationToken);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        RedisTraffic traffic = await cluster.Redis.MeasureAsync() - before;

        var result = new JsonObject
        {
            ["bench"] = "cluster",
            ["case"] = Name,
            ["cores"] = Environment.ProcessorCount,
            ["silos"] = Silos,
            ["places"] = Places,
            ["items"] = Items,
            ["codes"] = Codes,
            ["step_ms"] = StepMilliseconds,
            ["items_per_s"] = Numbers.Round(Items / finished),
            ["accepted_s"] = Numbers.Round(accepted),
            ["items_per_s_once_accepted"] = Numbers.Round(Items / (finished - accepted)),
            ["cpu_us_per_item"] = Numbers.Round(cpu.TotalMicroseconds / Items),
        };
        traffic.Describe(result, Items);
        return result;
    }

    /// <returns>Seconds from the call until the job was accepted, and until all codes were durable.</returns>
    private static async Task<(double Accepted, double Finished)> RunAsync(BenchJob job, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        await job.SubmitAsync();
        double accepted = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await job.GeneratedAsync(cancellationToken);
        return (accepted, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
