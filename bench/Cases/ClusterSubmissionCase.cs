using System.Diagnostics;
using System.Text.Json.Nodes;
using JanusCluster.Bench.Cluster;
using JanusCluster.Bench.Measuring;
using JanusCluster.Bench.Output;
using JanusCluster.Silo.Hosting;

namespace JanusCluster.Bench.Cases;

/// <summary>A large job until it is accepted, in a cluster that makes nothing meanwhile.</summary>
internal sealed record ClusterSubmissionCase(int Items, int Rounds)
{
    public async Task<JsonObject> MeasureAsync(BenchOutput output, CancellationToken cancellationToken)
    {
        await using BenchCluster cluster = await BenchCluster.StartAsync(new SimulatedSettings(), 0, cancellationToken);
        // What runs for the first time is compiled first.
        await new BenchJob(cluster, "bench", "warm-up", BenchRequests.Images(Math.Min(Items, 500))).SubmitAsync();
        List<double> seconds = [], resident = [], peak = [], live = [];
        RedisTraffic before = await cluster.Redis.MeasureAsync();
        for (int round = 0; round < Rounds; round++)
        {
            long liveBefore = GC.GetTotalMemory(forceFullCollection: true), residentBefore = ProcessMemory.Resident;
            ProcessMemory.ForgetPeak();
            seconds.Add(await SubmitAsync(cluster, $"round-{round}"));
            peak.Add((ProcessMemory.PeakResident - residentBefore) / 1e6);
            live.Add((GC.GetTotalMemory(forceFullCollection: true) - liveBefore) / 1e6);
            resident.Add((ProcessMemory.Resident - residentBefore) / 1e6);
            output.Note($"cluster submission: round {round + 1} of {Rounds}: {seconds[^1]:F2} s");
        }

        var result = new JsonObject
        {
            ["bench"] = "cluster",
            ["case"] = "submission",
            ["cores"] = Environment.ProcessorCount,
            ["items"] = Items,
            ["accepted_s"] = Numbers.Round(Numbers.Median(seconds)),
            ["accepted_s_slowest"] = Numbers.Round(seconds.Max()),
            ["live_growth_mb"] = Numbers.Round(Numbers.Median(live)),
            ["resident_growth_mb"] = Numbers.Round(Numbers.Median(resident)),
            ["peak_growth_mb"] = Numbers.Round(Numbers.Median(peak)),
        };
        (await cluster.Redis.MeasureAsync() - before).Describe(result, Items * Rounds);
        return result;
    }

    /// <summary>In a method of its own, so that the client's copy of the job is garbage when it returns.</summary>
    private async Task<double> SubmitAsync(BenchCluster cluster, string name)
    {
        var job = new BenchJob(cluster, "bench", name, BenchRequests.Images(Items));
        long start = Stopwatch.GetTimestamp();
        await job.SubmitAsync();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
