using System.Text.Json;
using JanusCluster.Client.Hub;

namespace JanusCluster.Client.Pull;

/// <summary>Whether an index of shards names only files that are there.</summary>
internal static class ShardIndexCheck
{
    /// <param name="names">Files of the checkpoint.</param>
    /// <exception cref="PullException">A shard is missing, or it is no index.</exception>
    public static void Check(string path, IReadOnlySet<string> names)
    {
        string index = Path.GetFileName(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            string? missing = document.RootElement.GetProperty("weight_map").EnumerateObject()
                .Select(entry => entry.Value.GetString() ?? "null").FirstOrDefault(shard => !names.Contains(shard));
            if (missing is not null)
                throw new PullException($"{index} names {missing}, which is not among the repository's weights. The repository itself is not whole.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new PullException($"{index} came as it was announced, and is no index of shards: {e.Message}", e);
        }
    }
}
