using System.Buffers.Binary;
using System.Numerics;
using JanusCluster.Model.Checkpoints.Pickle;

namespace JanusCluster.Model.Checkpoints;

/// <summary>A file of <c>torch.save</c> before PyTorch 1.6: five pickles in a row, then the storages.</summary>
/// <remarks>
/// The pickles: magic number, protocol version, system facts, the object, the keys of the storages in the order in which
/// they follow, each as an 8-byte count and its values. Source: <c>_legacy_save</c> in <c>torch/serialization.py</c>.
/// </remarks>
public sealed class LegacyTorchFile : WeightFile
{
    private const long ProtocolVersion = 1001;

    /// <summary>The pickles stand before the weights and are far smaller than this.</summary>
    private const int MaxPickleBytes = 64 << 20;

    private static readonly BigInteger Magic = BigInteger.Parse("119547037146038801333356", null);

    private LegacyTorchFile(string path)
        : base(new CheckpointFile(path), Locate)
    {
    }

    /// <exception cref="CheckpointException">The file is missing, truncated, damaged, or its pickle needs more than tensors.</exception>
    public static LegacyTorchFile Open(string path) => new(path);

    private static List<StoredTensor> Locate(CheckpointFile file)
    {
        var stream = new PickleStream(file.Read(0, (int)Math.Min(file.Length, MaxPickleBytes)));
        if (PickleReader.Read(stream) is not BigInteger magic || magic != Magic)
            throw file.Damaged("it does not start with PyTorch's magic number");
        if (PickleReader.Read(stream) is not ProtocolVersion)
            throw file.Damaged($"its protocol version is not {ProtocolVersion}");
        if ((PickleReader.Read(stream) as PickleDict)?["little_endian"] is not true)
            throw new CheckpointException($"{file.Path} was not written on a little-endian machine; save it again on one.");

        (string Name, TensorReference Tensor)[] tensors = [.. StateDict.Tensors(PickleReader.Read(stream), file.Path)];
        if (PickleReader.Read(stream) is not PickleList keys)
            throw file.Damaged("it has no list of storages");
        Dictionary<string, (long Start, long Elements)> storages = LocateStorages(file, stream.Position, keys, tensors);
        return
        [
            .. tensors.Select(entry => storages.TryGetValue(entry.Tensor.Storage.Key, out (long Start, long Elements) storage)
                ? StateDict.Place(entry.Name, entry.Tensor, storage.Start, storage.Elements, file)
                : throw file.Damaged($"the values of {entry.Name} are missing")),
        ];
    }

    private static Dictionary<string, (long Start, long Elements)> LocateStorages(
        CheckpointFile file, long position, PickleList keys, IEnumerable<(string Name, TensorReference Tensor)> tensors)
    {
        var types = new Dictionary<string, int>();
        foreach ((_, TensorReference tensor) in tensors)
        {
            int size = ElementType.SizeOf(tensor.Storage.Type);
            if (!types.TryAdd(tensor.Storage.Key, size) && types[tensor.Storage.Key] != size)
                throw file.Damaged("one storage is used with two types");
        }

        var storages = new Dictionary<string, (long Start, long Elements)>();
        foreach (object? item in keys.Items)
        {
            // The size of a value is known from the tensors that use the storage; without one, what follows cannot be found.
            if (item is not string key || !types.TryGetValue(key, out int size))
                throw file.Damaged("a storage belongs to no tensor of the state dict");
            long elements = BinaryPrimitives.ReadInt64LittleEndian(file.Read(position, 8));
            position += 8;
            if (elements < 0 || elements > (file.Length - position) / size || !storages.TryAdd(key, (position, elements)))
                throw file.Damaged($"a storage of {elements} values lies outside the file");
            position += elements * size;
        }

        return storages;
    }
}
