namespace JanusCluster.Model.Engine;

/// <summary>What the prefix cache was good for since the engine began.</summary>
/// <param name="Queries">Prompts looked up.</param>
/// <param name="QueriedTokens">Tokens of these prompts.</param>
/// <param name="HitTokens">Of these, the ones that needed no prefill.</param>
/// <param name="Evictions">Blocks that left the device.</param>
public readonly record struct PrefixCacheCounters(long Queries, long QueriedTokens, long HitTokens, long Evictions);
