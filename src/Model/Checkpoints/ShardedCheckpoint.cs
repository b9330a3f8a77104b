using System.Collections.Frozen;
using TorchSharp;

namespace JanusCluster.Model.Checkpoints;

/// <summary>A checkpoint cut into several files, with an index that says which tensor lies in which.</summary>
public sealed class ShardedCheckpoint : ICheckpointSource
{
    private readonly List<WeightFile> _shards = [];
    private readonly FrozenDictionary<string, WeightFile> _owners;

    private ShardedCheckpoint(string index)
    {
        Origin = index;
        var found = new Dictionary<string, WeightFile>();
        string folder = Path.GetDirectoryName(Path.GetFullPath(index))!;
        try
        {
            foreach ((string shard, IReadOnlyList<string> names) in ShardIndex.Read(index))
            {
                string path = Path.Combine(folder, shard);
                if (!File.Exists(path))
                    throw new CheckpointException($"{path} is missing, but {Path.GetFileName(index)} names it. Download all shards into one folder.");
                WeightFile file = CheckpointDirectory.OpenFile(path);
                _shards.Add(file);
                if (names.FirstOrDefault(name => !file.Tensors.ContainsKey(name)) is { } absent)
                    throw new CheckpointException($"{path} does not hold {absent}, which {Path.GetFileName(index)} says it does: the shard belongs to another checkpoint. Download it again.");
                foreach (string name in names)
                    found.Add(name, file);
            }
        }
        catch
        {
            Dispose();
            throw;
        }

        _owners = found.ToFrozenDictionary();
        Tensors = _owners.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.Tensors[pair.Key]);
    }

    public string Origin { get; }

    public IReadOnlyDictionary<string, TensorInfo> Tensors { get; }

    public IReadOnlyList<string> Files => [.. _shards.Select(shard => shard.Origin)];

    /// <param name="index">Path of the index file; the shards lie beside it.</param>
    /// <exception cref="CheckpointException">The index or a shard is missing, damaged, or they do not belong together.</exception>
    public static ShardedCheckpoint Open(string index) => new(index);

    public void Read(string name, torch.Tensor destination)
    {
        if (!_owners.TryGetValue(name, out WeightFile? file))
            throw new CheckpointException($"{Origin} holds no tensor {name}.");
        file.Read(name, destination);
    }

    public void Dispose()
    {
        foreach (WeightFile shard in _shards)
            shard.Dispose();
    }
}
