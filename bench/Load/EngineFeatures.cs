using JanusCluster.Model.Engine;

namespace JanusCluster.Bench.Load;

/// <summary>How the chat benchmark asks the engine for what makes chat fast: the one place to change with the engine's options.</summary>
internal static class EngineFeatures
{
    /// <param name="target">Longest step that the engine is to make while chat runs; null for none.</param>
    public static EngineOptions Options(int rows, long kvBytes, TimeSpan? target) => target is null
        ? new EngineOptions { MaxRows = rows, KvBytes = kvBytes }
        : throw new ArgumentException("This engine has no step-time target; leave out --target-ms.");

    /// <summary>An image of a bulk job.</summary>
    public static ImageGeneration Bulk(RandomPrompts prompts, int length) =>
        new(prompts.Described(length), RandomPrompts.Guidance, prompts.Sampling());
}
