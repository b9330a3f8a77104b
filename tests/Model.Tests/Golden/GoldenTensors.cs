using System.Buffers.Binary;
using System.Text.Json;
using TorchSharp;

namespace JanusCluster.Model.Tests.Golden;

/// <summary>The recorded tensors, by name, with what <c>goldens.json</c> says about each.</summary>
/// <remarks>Reads the safetensors file on its own, so that a fault of the product's reader cannot hide in both sides of a comparison.</remarks>
internal static class GoldenTensors
{
    private static readonly Lazy<IReadOnlyDictionary<string, torch.Tensor>> Tensors = new(ReadTensors);

    /// <summary>All names in <c>goldens.json</c>.</summary>
    public static IReadOnlyList<string> Names => [.. GoldenTexts.TensorNotes.EnumerateObject().Select(tensor => tensor.Name)];

    /// <summary>The recorded tensor. Shared: never change or dispose it.</summary>
    public static torch.Tensor Get(string name) =>
        Tensors.Value.TryGetValue(name, out torch.Tensor? tensor) ? tensor : throw new KeyNotFoundException($"No golden tensor {name}.");

    public static bool Has(string name) => Tensors.Value.ContainsKey(name);

    /// <summary>A field of the description (<c>input</c>, <c>produced_by</c>, <c>note</c>), or empty.</summary>
    public static string Field(string name, string field) =>
        GoldenTexts.TensorNotes.GetProperty(name).TryGetProperty(field, out JsonElement value)
            ? value.GetString() ?? ""
            : "";

    public static long[] Shape(string name) => Get(name).shape;

    /// <summary>U8 and BOOL as bytes.</summary>
    public static byte[] Bytes(string name) => Get(name).bytes.ToArray();

    /// <summary>Whole numbers of any width.</summary>
    public static int[] Integers(string name)
    {
        using torch.Tensor wide = Get(name).to(torch.ScalarType.Int64);
        return [.. wide.data<long>().Select(value => checked((int)value))];
    }

    public static float[] Floats(string name) => Get(name).data<float>().ToArray();

    public static double[] Doubles(string name) => Get(name).data<double>().ToArray();

    private static Dictionary<string, torch.Tensor> ReadTensors()
    {
        // Read once by whichever test comes first, which may be in inference mode: tensors made there cannot be trained on.
        using var normal = torch.inference_mode(false);
        byte[] file = File.ReadAllBytes(Path.Combine(GoldenFolder.Path, "goldens.safetensors"));
        int headerLength = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file));
        using var header = JsonDocument.Parse(file.AsMemory(8, headerLength));
        var tensors = new Dictionary<string, torch.Tensor>();
        foreach (JsonProperty entry in header.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__"))
        {
            long[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
            JsonElement offsets = entry.Value.GetProperty("data_offsets");
            int start = offsets[0].GetInt32(), end = offsets[1].GetInt32();
            torch.Tensor tensor = torch.empty(shape, dtype: TypeOf(entry.Value.GetProperty("dtype").GetString()));
            tensor.bytes = file.AsSpan(8 + headerLength + start, end - start);
            tensors.Add(entry.Name, tensor.DetachFromDisposeScope());
        }

        return tensors;
    }

    private static torch.ScalarType TypeOf(string? name) => name switch
    {
        "F64" => torch.ScalarType.Float64,
        "F32" => torch.ScalarType.Float32,
        "I64" => torch.ScalarType.Int64,
        "I32" => torch.ScalarType.Int32,
        "U8" => torch.ScalarType.Byte,
        "BOOL" => torch.ScalarType.Bool,
        _ => throw new InvalidDataException($"Golden tensors of type {name} are not known."),
    };
}
