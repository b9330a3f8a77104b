using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace JanusCluster.Model.Checkpoints;

/// <summary>Writes a model's weights as model.safetensors, or as several shards and their index.</summary>
public static class ShardedSafetensors
{
    /// <summary>Largest shard, as Hugging Face cuts them.</summary>
    public const long DefaultShardBytes = 5_000_000_000;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <param name="folder">An existing folder without weights.</param>
    /// <param name="tensors">What to write, in order.</param>
    /// <param name="values">The values of a tensor, in parts (see <see cref="SafetensorsWriter.Write"/>); the parts are disposed here.</param>
    /// <param name="shardBytes">A new file starts where the next tensor would exceed this; one larger tensor has a file of its own.</param>
    public static void Write(
        string folder, IReadOnlyList<TensorInfo> tensors, Func<TensorInfo, IEnumerable<Tensor>> values, long shardBytes = DefaultShardBytes)
    {
        List<List<TensorInfo>> shards = Cut(tensors, shardBytes);
        var map = new JsonObject();
        for (int i = 0; i < shards.Count; i++)
        {
            string name = shards.Count == 1 ? "model.safetensors" : $"model-{i + 1:D5}-of-{shards.Count:D5}.safetensors";
            using var writer = new SafetensorsWriter(Path.Combine(folder, name), shards[i]);
            foreach (TensorInfo tensor in shards[i])
            {
                writer.Write(tensor, DisposeEach(values(tensor)));
                map[tensor.Name] = name;
            }

            writer.Complete();
        }

        if (shards.Count == 1)
            return;
        var index = new JsonObject
        {
            ["metadata"] = new JsonObject { ["total_size"] = tensors.Sum(tensor => tensor.Bytes) },
            ["weight_map"] = map,
        };
        File.WriteAllText(Path.Combine(folder, "model.safetensors.index.json"), index.ToJsonString(Indented) + "\n");
    }

    private static List<List<TensorInfo>> Cut(IReadOnlyList<TensorInfo> tensors, long shardBytes)
    {
        List<List<TensorInfo>> shards = [[]];
        long size = 0;
        foreach (TensorInfo tensor in tensors)
        {
            if (shards[^1].Count > 0 && size + tensor.Bytes > shardBytes)
            {
                shards.Add([]);
                size = 0;
            }

            shards[^1].Add(tensor);
            size += tensor.Bytes;
        }

        return shards;
    }

    private static IEnumerable<Tensor> DisposeEach(IEnumerable<Tensor> parts)
    {
        foreach (Tensor part in parts)
        {
            yield return part;
            part.Dispose();
        }
    }
}
