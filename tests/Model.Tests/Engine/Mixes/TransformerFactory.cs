using JanusCluster.Model.Engine;
using JanusCluster.Model.Runtime;
using JanusCluster.Model.Runtime.Torch;

namespace JanusCluster.Model.Tests.Engine.Mixes;

/// <summary>The transformers that the engine's tests run on, by name.</summary>
internal static class TransformerFactory
{
    private const string Default = "default", FixedShapes = "torch, fixed shapes";

    private static readonly Dictionary<string, Func<JanusModel, int, ITransformer>> Known = new()
    {
        ["torch"] = (model, blocks) => new TorchTransformer(model, blocks),
        [FixedShapes] = (model, blocks) => new TorchTransformer(model, blocks, fixedRows: 16),
        [Default] = CreateDefault,
    };

    /// <summary>Every one.</summary>
    public static TheoryData<string> Names { get; } = [.. Known.Keys];

    /// <summary>Those that can be deterministic.</summary>
    public static TheoryData<string> Deterministic { get; } = [FixedShapes, Default];

    /// <summary>True when the engine has to be told to be deterministic with it.</summary>
    public static bool IsFixed(string name) => name == FixedShapes;

    /// <param name="blocks">Blocks of KV memory.</param>
    public static ITransformer Create(string name, JanusModel model, int blocks) => Known[name](model, blocks);

    private static ITransformer CreateDefault(JanusModel model, int blocks) =>
        Transformers.Create(model, new EngineOptions { MaxRows = 512, KvBytes = blocks * Transformers.BlockBytes(model) });
}
