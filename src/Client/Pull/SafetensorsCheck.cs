using System.Buffers.Binary;
using System.Text.Json;
using JanusCluster.Client.Hub;

namespace JanusCluster.Client.Pull;

/// <summary>
/// Whether a file can be safetensors, without a tensor library: 8 bytes of length, a JSON header, and tensors that cover the
/// rest without overlap or hole. What only the loader can tell, such as types and shapes, it tells.
/// </summary>
internal static class SafetensorsCheck
{
    private const ulong MaxHeaderBytes = 100_000_000;

    /// <exception cref="PullException">It is not.</exception>
    public static void Check(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] length = new byte[8];
            if (file.ReadAtLeast(length, 8, throwOnEndOfStream: false) < 8)
                throw new InvalidDataException($"it has {file.Length} bytes only.");
            ulong size = BinaryPrimitives.ReadUInt64LittleEndian(length);
            if (size > MaxHeaderBytes || size > (ulong)file.Length - 8)
                throw new InvalidDataException($"a header of {size} bytes is not in {file.Length} bytes.");
            byte[] header = new byte[size];
            file.ReadExactly(header);
            CheckCoverage(Places(header), file.Length - 8 - (long)size);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or InvalidDataException or IOException)
        {
            throw new PullException($"{Path.GetFileName(path)} came as it was announced, and is no file of safetensors: {e.Message} The repository itself is damaged.", e);
        }
    }

    private static List<(long Begin, long End)> Places(byte[] header)
    {
        using JsonDocument document = JsonDocument.Parse(header, new JsonDocumentOptions { AllowDuplicateProperties = false });
        var places = new List<(long Begin, long End)>();
        foreach (JsonProperty tensor in document.RootElement.EnumerateObject())
        {
            if (tensor.Name == "__metadata__")
                continue;
            JsonElement offsets = tensor.Value.GetProperty("data_offsets");
            if (offsets.GetArrayLength() != 2)
                throw new InvalidDataException($"the place of {tensor.Name} is not two offsets.");
            places.Add((offsets[0].GetInt64(), offsets[1].GetInt64()));
        }

        return places;
    }

    private static void CheckCoverage(List<(long Begin, long End)> places, long bytes)
    {
        long covered = 0;
        foreach ((long begin, long end) in places.OrderBy(place => place.Begin).ThenBy(place => place.End))
        {
            if (begin != covered || end < begin)
                throw new InvalidDataException($"a tensor begins at byte {begin}, and the one before it ends at {covered}.");
            covered = end;
        }

        if (covered != bytes)
            throw new InvalidDataException($"its tensors have {covered} bytes, and {bytes} follow the header.");
    }
}
