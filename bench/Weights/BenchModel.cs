using System.Diagnostics;
using System.Text.Json.Nodes;
using JanusCluster.Bench.Output;
using JanusCluster.Model;
using JanusCluster.Model.Configuration;
using JanusCluster.Model.Runtime;
using TorchSharp;

namespace JanusCluster.Bench.Weights;

/// <summary>A model of a preset's sizes with random weights, made in memory.</summary>
internal sealed class BenchModel : IDisposable
{
    private BenchModel(ModelPreset preset, ComputeDevice computing)
    {
        (Preset, Computing) = (preset, computing);
        Model = new JanusModel(preset.Config, computing.Device, computing.Dtype);
    }

    public ModelPreset Preset { get; }

    public ComputeDevice Computing { get; }

    public JanusModel Model { get; }

    /// <summary>Keys and values of one position of one row, as attention has to read them.</summary>
    public long KvBytesPerPosition => Transformers.BlockBytes(Model) / ITransformer.BlockSize;

    public static BenchModel Create(ModelPreset preset, string? device, string dtype, BenchOutput output)
    {
        long start = Stopwatch.GetTimestamp();
        var model = new BenchModel(preset, ComputeDevice.Choose(device ?? "cpu", dtype, parameters: 0));
        RandomWeights.Fill(model.Model);
        output.Note($"{preset.Name} in {dtype}: random weights in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
        return model;
    }

    /// <summary>A case's first fields.</summary>
    public JsonObject Describe(string bench) => new()
    {
        ["bench"] = bench,
        ["preset"] = Preset.Name,
        ["dtype"] = ComputeDevice.NameOf(Computing.Dtype),
        ["device"] = Computing.Device.ToString(),
        ["threads"] = torch.get_num_threads(),
        ["kernels"] = Transformers.HasKernels(Computing.Device, Computing.Dtype) ? "own" : "libtorch",
        ["library"] = $"libtorch {torch.__version__}",
    };

    public void Dispose() => Model.Dispose();
}
