using JanusCluster.Model.Engine;

namespace JanusCluster.Bench.Load;

/// <summary>How the chat benchmark asks the engine for what makes chat fast.</summary>
internal static class EngineFeatures
{
    /// <summary>The tenant of all chat: its turns find each other's prefixes.</summary>
    public const string Tenant = "bench";

    /// <param name="target">Longest step that the engine is to make while chat runs; null for none.</param>
    public static EngineOptions Options(int rows, long kvBytes, TimeSpan? target) =>
        new() { MaxRows = rows, KvBytes = kvBytes, StepTarget = target };

    /// <summary>An image of a bulk job.</summary>
    public static ImageGeneration Bulk(RandomPrompts prompts, int length) =>
        new(prompts.Described(length), RandomPrompts.Guidance, prompts.Sampling()) { Class = RequestClass.Bulk };
}
