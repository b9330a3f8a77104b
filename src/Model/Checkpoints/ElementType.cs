using static TorchSharp.torch;

namespace JanusCluster.Model.Checkpoints;

/// <summary>The types a checkpoint may store values in, under their names in the two file formats.</summary>
internal static class ElementType
{
    private static readonly (ScalarType Type, int Bytes, string Safetensors, string TorchStorage)[] Known =
    [
        (ScalarType.Float64, 8, "F64", "DoubleStorage"),
        (ScalarType.Float32, 4, "F32", "FloatStorage"),
        (ScalarType.Float16, 2, "F16", "HalfStorage"),
        (ScalarType.BFloat16, 2, "BF16", "BFloat16Storage"),
        (ScalarType.Int64, 8, "I64", "LongStorage"),
        (ScalarType.Int32, 4, "I32", "IntStorage"),
        (ScalarType.Int16, 2, "I16", "ShortStorage"),
        (ScalarType.Int8, 1, "I8", "CharStorage"),
        (ScalarType.Byte, 1, "U8", "ByteStorage"),
        (ScalarType.Bool, 1, "BOOL", "BoolStorage"),
    ];

    public static int SizeOf(ScalarType type) => Array.Find(Known, known => known.Type == type) is { Bytes: > 0 } found
        ? found.Bytes
        : throw new CheckpointException($"Tensors of type {type} are not supported in checkpoints.");

    public static string SafetensorsName(ScalarType type) => Array.Find(Known, known => known.Type == type).Safetensors
        ?? throw new CheckpointException($"Tensors of type {type} are not supported in safetensors files.");

    public static ScalarType? FromSafetensors(string name) => Find(known => known.Safetensors == name);

    public static ScalarType? FromTorchStorage(string name) => Find(known => known.TorchStorage == name);

    private static ScalarType? Find(Predicate<(ScalarType Type, int Bytes, string Safetensors, string TorchStorage)> matches) =>
        Array.Find(Known, matches) is { Bytes: > 0 } found ? found.Type : null;
}
