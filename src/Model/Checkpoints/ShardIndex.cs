using System.Text.Json;

namespace JanusCluster.Model.Checkpoints;

/// <summary>The index of a sharded checkpoint: which file holds which tensor.</summary>
/// <remarks>Format: <c>model.safetensors.index.json</c> and <c>pytorch_model.bin.index.json</c> of Hugging Face, field weight_map.</remarks>
internal static class ShardIndex
{
    private const long MaxBytes = 100 << 20;
    private const int MaxShards = 1_000;

    /// <returns>For each shard, in order of its name, the tensors it must hold.</returns>
    /// <exception cref="CheckpointException">The index is damaged, or names a file outside its own folder.</exception>
    public static IReadOnlyList<(string Shard, IReadOnlyList<string> Names)> Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
                throw new CheckpointException($"{path} is larger than {MaxBytes} bytes: no index of shards.");
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            var shards = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
            var names = new HashSet<string>();
            foreach (JsonProperty entry in document.RootElement.GetProperty("weight_map").EnumerateObject())
            {
                string shard = entry.Value.GetString() ?? "";
                if (!IsPlainName(shard))
                    throw new CheckpointException($"{path}: {entry.Name} is said to lie in \"{shard}\", which is no file name in the same folder.");
                if (!names.Add(entry.Name))
                    throw new CheckpointException($"{path} names {entry.Name} twice.");
                if (!shards.TryGetValue(shard, out List<string>? list))
                    shards[shard] = list = [];
                list.Add(entry.Name);
            }

            return shards.Count is > 0 and <= MaxShards
                ? [.. shards.Select(shard => (shard.Key, (IReadOnlyList<string>)shard.Value))]
                : throw new CheckpointException($"{path} names {shards.Count} shards; 1 to {MaxShards} are supported.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{path} is no index of shards: {e.Message}", e);
        }
    }

    /// <remarks>Both separators count on every system: a checkpoint made for one may be read on another.</remarks>
    private static bool IsPlainName(string name) =>
        name.Length is > 0 and <= 255 && name is not ("." or "..") && name.AsSpan().IndexOfAny(['/', '\\', ':', '\0']) < 0;
}
