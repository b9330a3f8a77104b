using JanusCluster.Bench.Faults.Processes;

namespace JanusCluster.Bench.Faults.History;

/// <summary>What the processes of a run have counted, each read once.</summary>
internal sealed class CodeCounts(RunFolder folder)
{
    private readonly Dictionary<string, int[]> _counts = [];

    public int Of(string process, int slot)
    {
        if (!_counts.TryGetValue(process, out int[]? counts))
            _counts[process] = counts = CodeCounter.Read(folder.CodesOf(process));
        return counts[slot];
    }
}
