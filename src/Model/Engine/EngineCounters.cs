namespace JanusCluster.Model.Engine;

/// <summary>What an engine is doing.</summary>
/// <param name="Running">Requests that hold rows and memory.</param>
/// <param name="Waiting">Requests that do not.</param>
/// <param name="Rows">Rows in use.</param>
/// <param name="Preemptions">Images that had to give their place to chat so far.</param>
/// <param name="FreeBlocks">Blocks of KV memory that nobody needs.</param>
/// <param name="Blocks">Blocks there are.</param>
/// <param name="Steps">Forwards so far, tries of single entries after a failure not counted.</param>
public readonly record struct EngineCounters(
    int Running, int Waiting, int Rows, long Preemptions, int FreeBlocks, int Blocks, PrefixCacheCounters Prefixes, long Steps = 0);
