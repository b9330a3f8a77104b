using JanusCluster.Model.Engine;
using JanusCluster.Model.Runtime;
using JanusCluster.Model.Runtime.Torch;

namespace JanusCluster.Model.Tests.Engine.Mixes;

/// <summary>The transformers that the engine's tests run on, by name.</summary>
internal static class TransformerFactory
{
    private const string Default = "default";

    private static readonly Dictionary<string, Func<JanusModel, int, ITransformer>> Known = new()
    {
        ["torch"] = (model, blocks) => new TorchTransformer(model, blocks),
        [Default] = CreateDefault,
    };

    /// <summary>Every one; the default for small models on CPUs only where it is another one.</summary>
    public static TheoryData<string> Names { get; } =
        [.. Known.Keys.Where(name => name != Default || !IsTorch(Default))];

    /// <param name="blocks">Blocks of KV memory.</param>
    public static ITransformer Create(string name, JanusModel model, int blocks) => Known[name](model, blocks);

    private static ITransformer CreateDefault(JanusModel model, int blocks) =>
        Transformers.Create(model, new EngineOptions { MaxRows = 512, KvBytes = blocks * Transformers.BlockBytes(model) });

    private static bool IsTorch(string name)
    {
        using JanusModel model = PeakedModel.Create();
        using ITransformer transformer = Create(name, model, 1);
        return transformer is TorchTransformer;
    }
}
