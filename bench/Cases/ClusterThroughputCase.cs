using System.Diagnostics;
using System.Text.Json.Nodes;
using JanusCluster.Bench.Cluster;
using JanusCluster.Bench.Measuring;
using JanusCluster.Bench.Output;
using JanusCluster.Silo.Hosting;

namespace JanusCluster.Bench.Cases;

/// <summary>What the cluster itself can do: engines that take no time, so grains and Redis are the limit.</summary>
/// <param name="Places">Images at a time of each silo.</param>
/// <param name="Codes">Of an image.</param>
internal sealed record ClusterThroughputCase(int Items, int Silos, int Places, int Codes)
{
    private const int WarmUpShare = 10;

    public async Task<JsonObject> MeasureAsync(BenchOutput output, CancellationToken cancellationToken)
    {
        output.Note($"cluster throughput: {Items} images on {Silos} silos …");
        var model = new SimulatedSettings { StepMilliseconds = 0, CodesPerImage = Codes, MaxImages = Places };
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
            ["case"] = "throughput",
            ["cores"] = Environment.ProcessorCount,
            ["silos"] = Silos,
            ["places"] = Places,
            ["items"] = Items,
            ["codes"] = Codes,
            ["step_ms"] = 0,
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
