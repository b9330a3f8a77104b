using System.Diagnostics;
using System.Text.Json.Nodes;
using JanusCluster.Bench.Measuring;
using JanusCluster.Bench.Output;
using JanusCluster.Model.Checkpoints;
using JanusCluster.Model.Checkpoints.Initial;
using JanusCluster.Model.Configuration;
using JanusCluster.Model.Runtime;
using TorchSharp;

namespace JanusCluster.Bench.Cases;

/// <summary>How long a checkpoint takes from its files to a model.</summary>
internal sealed record LoaderCase(ModelPreset Preset, string? Device, string Dtype, string Folder, int Rounds)
{
    public IEnumerable<JsonObject> Measure(BenchOutput output)
    {
        torch.ScalarType type = ComputeDevice.TryParseDtype(Dtype) ?? throw new ArgumentException($"There is no dtype {Dtype}.");
        string checkpoint = Path.Combine(Folder, $"janus-bench-{Guid.NewGuid():N}");
        try
        {
            output.Note($"loader: writing a {Preset.Name} checkpoint …");
            CheckpointInitializer.Write(Preset, checkpoint, new CheckpointInitOptions { Type = type });
            foreach (bool cold in (bool[])[true, false])
                yield return Measure(checkpoint, cold, output);
        }
        finally
        {
            if (Directory.Exists(checkpoint))
                Directory.Delete(checkpoint, recursive: true);
        }
    }

    private JsonObject Measure(string checkpoint, bool cold, BenchOutput output)
    {
        string[] files = Directory.GetFiles(checkpoint);
        double gigabytes = files.Sum(file => new FileInfo(file).Length) / 1e9;
        List<double> seconds = [], peaks = [], disk = [];
        for (int round = 0; round < Rounds; round++)
        {
            if (cold && OperatingSystem.IsLinux())
                Array.ForEach(files, PageCache.Drop);
            ProcessMemory.ForgetPeak();
            long read = ProcessMemory.ReadFromDisk, start = Stopwatch.GetTimestamp();
            JanusCheckpoint loaded = JanusCheckpoint.Load(checkpoint, Device ?? "cpu", Dtype);
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            peaks.Add(ProcessMemory.PeakResident / 1e9);
            disk.Add((ProcessMemory.ReadFromDisk - read) / 1e9);
            loaded.Model.Dispose();
            output.Note($"loader: {(cold ? "cold" : "warm")}, round {round + 1} of {Rounds}: {seconds[^1]:F1} s");
        }

        return new JsonObject
        {
            ["bench"] = "loader",
            ["preset"] = Preset.Name,
            ["dtype"] = Dtype,
            ["device"] = Device ?? "cpu",
            ["cache"] = cold ? "cold" : "warm",
            ["checkpoint_gb"] = Numbers.Round(gigabytes),
            ["seconds"] = Numbers.Round(Numbers.Median(seconds)),
            ["gb_per_s"] = Numbers.Round(gigabytes / Numbers.Median(seconds)),
            ["disk_read_gb"] = Numbers.Round(Numbers.Median(disk)),
            ["peak_rss_gb"] = Numbers.Round(peaks.Max()),
        };
    }
}
