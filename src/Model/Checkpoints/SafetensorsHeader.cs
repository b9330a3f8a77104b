using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace JanusCluster.Model.Checkpoints;

/// <summary>The header of a safetensors file: 8 bytes of length, then JSON {name: {dtype, shape, data_offsets}}.</summary>
/// <remarks>
/// Format: "safetensors", huggingface/safetensors, README. Its rules are kept: at most 100 MB, no name twice, and the tensors
/// cover the rest of the file without overlap or hole.
/// </remarks>
internal static class SafetensorsHeader
{
    private const long MaxBytes = 100_000_000;
    private const int MaxRank = 16;

    /// <exception cref="CheckpointException">The header is damaged or points outside the file.</exception>
    public static IReadOnlyCollection<StoredTensor> Read(CheckpointFile file)
    {
        if (file.Length < 8)
            throw file.Damaged($"{file.Length} bytes are too few for a safetensors file");
        ulong size = BinaryPrimitives.ReadUInt64LittleEndian(file.Read(0, 8));
        if (size > MaxBytes || size > (ulong)file.Length - 8)
            throw file.Damaged($"a header of {size} bytes does not fit in {file.Length} bytes");

        long start = 8 + (long)size;
        List<(StoredTensor Tensor, long End)> tensors = Parse(file, file.Read(8, (int)size), start);
        CheckCoverage(file, tensors, start);
        return [.. tensors.Select(tensor => tensor.Tensor)];
    }

    private static List<(StoredTensor Tensor, long End)> Parse(CheckpointFile file, byte[] header, long start)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(header);
            var names = new HashSet<string>();
            var tensors = new List<(StoredTensor Tensor, long End)>();
            foreach (JsonProperty entry in document.RootElement.EnumerateObject())
            {
                if (!names.Add(entry.Name))
                    throw file.Damaged($"the header names {entry.Name} twice");
                if (entry.Name != "__metadata__")
                    tensors.Add(ParseEntry(file, entry.Name, entry.Value, start));
            }

            return tensors;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException or KeyNotFoundException)
        {
            throw new CheckpointException($"{file.Path} has a damaged safetensors header: {e.Message} Download it again.", e);
        }
    }

    private static (StoredTensor Tensor, long End) ParseEntry(CheckpointFile file, string name, JsonElement entry, long start)
    {
        string dtype = entry.GetProperty("dtype").GetString() ?? "null";
        ScalarType type = ElementType.FromSafetensors(dtype)
            ?? throw new CheckpointException($"{file.Path}: {name} has type {dtype}, which is not supported.");
        long[] shape = [.. entry.GetProperty("shape").EnumerateArray().Select(value => value.GetInt64())];
        long[] offsets = [.. entry.GetProperty("data_offsets").EnumerateArray().Select(value => value.GetInt64())];
        if (shape.Length > MaxRank || shape.Any(value => value < 0))
            throw file.Damaged($"{name} has a shape of {shape.Length} dimensions or with a negative size");
        var info = new TensorInfo(name, shape, type);
        if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] > file.Length - start || offsets[1] - offsets[0] != info.Bytes)
            throw file.Damaged($"{name} lies outside the file's {file.Length} bytes, or its place does not hold its shape");
        return (new StoredTensor(info, start + offsets[0]), start + offsets[1]);
    }

    private static void CheckCoverage(CheckpointFile file, List<(StoredTensor Tensor, long End)> tensors, long start)
    {
        long covered = start;
        foreach ((StoredTensor tensor, long end) in tensors.OrderBy(tensor => tensor.Tensor.Offset).ThenBy(tensor => tensor.End))
        {
            if (tensor.Offset != covered)
                throw file.Damaged($"the values of {tensor.Info.Name} {(tensor.Offset < covered ? "overlap others" : "follow a hole")}");
            covered = end;
        }

        if (covered != file.Length)
            throw file.Damaged($"its tensors end at byte {covered} of {file.Length}");
    }
}
