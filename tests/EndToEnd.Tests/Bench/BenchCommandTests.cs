using System.Text.Json;
using JanusCluster.Bench.Cli;

namespace JanusCluster.EndToEnd.Tests.Bench;

/// <summary>The benchmarks run and name what they measure. Of the numbers nothing is asserted: they are the machine's.</summary>
public sealed class BenchCommandTests
{
    private const string Nano = "--preset nano --rounds 1 --json";

    [Fact]
    public void Engine_Nano_GivesALineForEachNumberOfRows()
    {
        JsonElement[] cases = Run($"engine --rows 1,2 --context 20 {Nano}");
        Assert.Equal([1, 2], cases.Select(one => one.GetProperty("rows").GetInt32()));
        Assert.All(cases, one =>
        {
            AssertFields(one, "preset dtype device threads library context lengths step_ms gemm_floor_ms kv_floor_ms ratio read_gb_per_s tokens_per_s");
            Assert.Equal(0, one.GetProperty("tensors_live").GetInt64());
        });
    }

    [Theory]
    [InlineData("images --parallel 1 --drawn 0,40 --steps 1", "parallel engine_images_per_s reference_images_per_s ratio")]
    [InlineData("staggered --images 2 --codes 8", "staggered_images_per_s together_images_per_s ratio")]
    [InlineData("chat --rows 4 --chats 1 --tokens 3 --codes 8", "cold_ttft_ms prefix_ttft_ms idle_itl_p95_ms loaded_itl_p95_ms idle_ttft_p95_ms loaded_ttft_p95_ms target")]
    [InlineData("loader", "seconds gb_per_s peak_rss_gb cache")]
    [InlineData("numerics --batch 2", "dtype batch images codes_different_images share")]
    public void OtherBenches_Nano_NameWhatTheyMeasure(string arguments, string fields)
    {
        JsonElement[] cases = Run($"{arguments} {Nano}");
        Assert.NotEmpty(cases);
        Assert.All(cases, one => AssertFields(one, fields));
        Assert.All(cases, one => Assert.Equal(arguments.Split(' ')[0], one.GetProperty("bench").GetString()));
    }

    [Theory]
    [InlineData("throughput --items 40 --codes 8", "silos places items_per_s accepted_s items_per_s_once_accepted redis_in_bytes_per_item aof_bytes_per_item cpu_us_per_item")]
    [InlineData("checkpoints --items 20 --codes 130 --step-ms 1", "silos places items_per_s aof_bytes_per_item")]
    [InlineData("scaling --silos 1,2 --waves 1 --codes 2 --step-ms 1", "silos items_per_s linear_share engine_share cpu_cores_used")]
    [InlineData("submission --items 300", "items accepted_s live_growth_mb peak_growth_mb aof_bytes_per_item")]
    [InlineData("fairness --items 40 --rounds 1 --codes 4 --step-ms 2", "arrival queued jobs alone_p50_ms beside_p50_ms alone_p99_ms beside_p99_ms ratio_p99 beside_wait_mean_ms place_free_every_ms")]
    [InlineData("delivery --items 10 --codes 8", "fronts items pictures_per_s")]
    public void Cluster_TinyCase_NamesWhatItMeasures(string arguments, string fields)
    {
        JsonElement[] cases = Run($"cluster --json --case {arguments}");
        Assert.NotEmpty(cases);
        Assert.All(cases, one => AssertFields(one, $"bench case cores {fields}"));
        Assert.All(cases, one => Assert.Equal(arguments.Split(' ')[0], one.GetProperty("case").GetString()));
    }

    [Fact]
    public void Autoscale_SmallBurst_NamesWhatItMeasuresAndDraws()
    {
        string folder = Directory.CreateTempSubdirectory("janus-autoscale-").FullName;
        try
        {
            JsonElement one = Assert.Single(Run($"autoscale --json --trace burst --scale 0.05 --oracle-rounds 2 --plot {folder}"));
            AssertFields(one, "bench trace gpus_max images images_done wait_p50_s wait_p95_s wait_p99_s wait_max_s gpu_hours oracle_wait_p95_s oracle_gpu_hours ratio starts drains preempted");
            Assert.Equal(1000, one.GetProperty("images_done").GetInt32());
            Assert.True(File.Exists(Path.Combine(folder, "autoscale-burst.png")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("cluster --case speed")]
    [InlineData("autoscale --trace weekly")]
    [InlineData("engine --preset 3b")]
    [InlineData("engine --rows one")]
    [InlineData("engine --preset nano --dtype int8")]
    public void Arguments_Wrong_AreRefused(string arguments)
    {
        using StringWriter results = new(), notes = new();
        Assert.NotEqual(0, BenchCommandLine.Run(arguments.Split(' '), results, notes));
        Assert.Empty(results.ToString());
        Assert.NotEmpty(notes.ToString());
    }

    private static JsonElement[] Run(string arguments)
    {
        using StringWriter results = new(), notes = new();
        int code = BenchCommandLine.Run(arguments.Split(' '), results, notes);
        Assert.True(code == 0, notes.ToString());
        return [.. results.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.Clone())];
    }

    private static void AssertFields(JsonElement one, string fields) =>
        Assert.All(fields.Split(' '), field => Assert.True(one.TryGetProperty(field, out _), $"{field} is not in {one}"));
}
