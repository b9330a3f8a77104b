using System.Diagnostics;
using System.Text.Json.Nodes;
using JanusCluster.Bench.Cluster;
using JanusCluster.Bench.Measuring;
using JanusCluster.Bench.Output;
using JanusCluster.Client.Delivery;
using JanusCluster.Silo.Hosting;

namespace JanusCluster.Bench.Cases;

/// <summary>Pictures that wait, until a front has them all in a folder.</summary>
internal sealed record ClusterDeliveryCase(int Items, int Codes)
{
    public async Task<JsonObject> MeasureAsync(BenchOutput output, CancellationToken cancellationToken)
    {
        output.Note($"cluster delivery: {Items} pictures …");
        var model = new SimulatedSettings { StepMilliseconds = 0, CodesPerImage = Codes, MaxImages = 64 };
        await using BenchCluster cluster = await BenchCluster.StartAsync(model, 1, cancellationToken);
        var job = new BenchJob(cluster, "bench", "measured", BenchRequests.Images(Items));
        await job.SubmitAsync();
        await job.GeneratedAsync(cancellationToken);

        RedisTraffic before = await cluster.Redis.MeasureAsync();
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        await cluster.StartFrontAsync(cancellationToken);
        await job.DeliveredAsync(cancellationToken);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        cpu = Environment.CpuUsage.TotalTime - cpu;
        var result = new JsonObject
        {
            ["bench"] = "cluster",
            ["case"] = "delivery",
            ["cores"] = Environment.ProcessorCount,
            ["fronts"] = 1,
            ["parallel"] = new DeliveryOptions().Parallelism,
            ["items"] = Items,
            ["codes"] = Codes,
            ["pictures_per_s"] = Numbers.Round(Items / seconds),
            ["cpu_us_per_item"] = Numbers.Round(cpu.TotalMicroseconds / Items),
        };
        (await cluster.Redis.MeasureAsync() - before).Describe(result, Items);
        return result;
    }
}
