using System.Collections.Concurrent;
using JanusCluster.Model.Checkpoints;
using JanusCluster.Model.Configuration;
using TorchSharp;

namespace JanusCluster.Model.Tests.Golden;

/// <summary>The golden folder's checkpoint, loaded once per layout and type.</summary>
internal static class GoldenModel
{
    /// <summary>The ways in which a folder may hold the one checkpoint, all at once.</summary>
    private static readonly string[] KnownLayouts = ["model.safetensors", "pytorch_model.bin", "sharded", "sharded_bin"];

    private static readonly ConcurrentDictionary<(string Layout, torch.ScalarType Type), Lazy<JanusModel>> Loaded = new();

    public static JanusConfig Config { get; } = JanusConfigReader.Read(GoldenFolder.Path);

    /// <summary>The layouts that are there.</summary>
    public static TheoryData<string> Layouts => [.. KnownLayouts.Where(layout => Path.Exists(Path.Combine(GoldenFolder.Path, layout)))];

    /// <summary>Shared between tests: read only, and never in training mode.</summary>
    public static JanusModel Of(string layout, torch.ScalarType type = torch.ScalarType.Float32) =>
        Loaded.GetOrAdd((layout, type), key => new(() => Load(key.Layout, key.Type))).Value;

    /// <summary>A model of the caller's own.</summary>
    public static JanusModel Load(string layout, torch.ScalarType type)
    {
        using IDisposable ordinary = torch.inference_mode(false); // tensors made in inference mode would never do for training
        var model = new JanusModel(Config, torch.CPU, type);
        using ICheckpointSource source = CheckpointDirectory.Open(Path.Combine(GoldenFolder.Path, layout));
        WeightLoader.Load(
            model.named_parameters().Select(named => (named.name, (torch.Tensor)named.parameter)),
            source,
            new WeightLoadOptions { Config = Config });
        return model;
    }
}
