using System.Text.Json;

namespace JanusCluster.Bench.Faults.History;

/// <summary>Reads what all processes of a run wrote down.</summary>
internal static class HistoryReader
{
    public const string Extension = ".history.jsonl";

    /// <returns>All events of the folder's files in the order of time.</returns>
    public static IReadOnlyList<HistoryEvent> Read(string folder) =>
        [.. Directory.GetFiles(folder, $"*{Extension}").SelectMany(ReadFile).OrderBy(happened => happened.At)];

    private static IEnumerable<HistoryEvent> ReadFile(string path)
    {
        string text = File.ReadAllText(path);
        // A process that was killed may have left half a line at the end.
        string whole = text[..(text.LastIndexOf('\n') + 1)];
        return whole.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<HistoryEvent>(line)!);
    }
}
