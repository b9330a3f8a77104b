using System.Text;
using JanusCluster.Model.Checkpoints.Pickle;

namespace JanusCluster.Model.Checkpoints;

/// <summary>A file of <c>torch.save</c> since PyTorch 1.6: a ZIP archive with data.pkl and one entry per storage.</summary>
public sealed class TorchZipFile : WeightFile
{
    private const string PickleName = "data.pkl";

    /// <summary>A 7B model's pickle has under 1 MB.</summary>
    private const long MaxPickleBytes = 256 << 20;

    private TorchZipFile(string path)
        : base(new CheckpointFile(path), Locate)
    {
    }

    /// <exception cref="CheckpointException">The file is missing, truncated, damaged, or its pickle needs more than tensors.</exception>
    public static TorchZipFile Open(string path) => new(path);

    private static List<StoredTensor> Locate(CheckpointFile file)
    {
        Dictionary<string, (long Offset, long Length)> entries = ZipDirectory.Read(file);
        string prefix = FindPrefix(file, entries.Keys);
        if (entries.ContainsKey(prefix + "constants.pkl"))
            throw new CheckpointException($"{file.Path} is a TorchScript program, not a state dict. Save the model's state_dict() with torch.save.");
        CheckByteOrder(file, prefix, entries);

        (long offset, long length) = entries[prefix + PickleName];
        if (length > MaxPickleBytes)
            throw file.Damaged($"its pickle has {length} bytes");
        object? root = PickleReader.Read(new PickleStream(file.Read(offset, (int)length)));
        return [.. StateDict.Tensors(root, file.Path).Select(entry => Place(file, prefix, entries, entry.Name, entry.Tensor))];
    }

    private static StoredTensor Place(
        CheckpointFile file, string prefix, Dictionary<string, (long Offset, long Length)> entries, string name, TensorReference tensor)
    {
        if (!entries.TryGetValue($"{prefix}data/{tensor.Storage.Key}", out (long Offset, long Length) storage))
            throw file.Damaged($"the values of {name} are missing");
        return StateDict.Place(name, tensor, storage.Offset, storage.Length / ElementType.SizeOf(tensor.Storage.Type), file);
    }

    private static string FindPrefix(CheckpointFile file, IEnumerable<string> names) =>
        names.FirstOrDefault(name => name == PickleName || name.EndsWith("/" + PickleName, StringComparison.Ordinal))?[..^PickleName.Length]
        ?? throw new CheckpointException($"{file.Path} is a ZIP archive without {PickleName}: no file of torch.save.");

    private static void CheckByteOrder(CheckpointFile file, string prefix, Dictionary<string, (long Offset, long Length)> entries)
    {
        if (!entries.TryGetValue(prefix + "byteorder", out (long Offset, long Length) entry))
            return;
        string order = Encoding.ASCII.GetString(file.Read(entry.Offset, (int)Math.Min(entry.Length, 16))).Trim();
        if (order != "little")
            throw new CheckpointException($"{file.Path} was written in {order} byte order; only little is supported. Save it again on a little-endian machine.");
    }
}
