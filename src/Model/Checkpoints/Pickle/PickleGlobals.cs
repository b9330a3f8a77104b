using System.Text;

namespace JanusCluster.Model.Checkpoints.Pickle;

/// <summary>
/// The only names that a pickle may mention, and what calling them means here. A pickle is a program; this reader looks
/// nothing up and calls nothing outside this class.
/// </summary>
internal static class PickleGlobals
{
    private const int MaxRank = 16;

    private static readonly Dictionary<string, Func<object?[], object?>> Functions = new()
    {
        ["collections.OrderedDict"] = OrderedDict,
        ["torch._utils._rebuild_tensor"] = RebuildTensor,
        ["torch._utils._rebuild_tensor_v2"] = RebuildTensor,
        ["torch._utils._rebuild_parameter"] = RebuildParameter,
        ["torch._utils._rebuild_parameter_with_state"] = RebuildParameter,
        ["torch.Size"] = arguments => arguments is [PickleTuple size] ? size : throw Misuse("torch.Size"),
        ["torch.device"] = arguments => arguments is [string device, ..] ? device : throw Misuse("torch.device"),
        // Protocol 2 writes bytes as _codecs.encode(text, "latin1").
        ["_codecs.encode"] = arguments => arguments is [string text, "latin1"] ? Encoding.Latin1.GetBytes(text) : throw Misuse("_codecs.encode"),
    };

    private static readonly HashSet<string> DataTypes =
    [
        "torch.float64", "torch.float32", "torch.float16", "torch.bfloat16", "torch.int64", "torch.int32", "torch.int16",
        "torch.int8", "torch.uint8", "torch.bool",
    ];

    /// <exception cref="CheckpointException">The name is not allowed.</exception>
    public static PickleGlobal Find(string module, string name)
    {
        string full = $"{module}.{name}";
        return Functions.ContainsKey(full) || DataTypes.Contains(full) || StorageType(full) is not null
            ? new PickleGlobal(full)
            : throw new CheckpointException($"The pickle refers to {Printable(full)}, which no plain state dict needs. It was not run; use safetensors, or trust no such file.");
    }

    public static object? Call(PickleGlobal function, object?[] arguments) =>
        Functions.TryGetValue(function.Name, out Func<object?[], object?>? call)
            ? call(arguments)
            : throw new CheckpointException($"The pickle calls {function.Name}, which is a type of values here, not a function. It was not run.");

    /// <summary>The object behind a persistent id: ("storage", type, key, device, elements[, view]).</summary>
    public static StorageReference Storage(object? id)
    {
        if (id is not PickleTuple { Items: ["storage", PickleGlobal type, string key, string, long elements, .. var rest] }
            || StorageType(type.Name) is not { } element || elements < 0)
        {
            throw new CheckpointException("The pickle refers to a persistent object that is no tensor storage.");
        }

        return rest is [PickleTuple { Items: [_, long offset, long size] }]
            ? new StorageReference(element, key, size, offset)
            : new StorageReference(element, key, elements);
    }

    private static TorchSharp.torch.ScalarType? StorageType(string full) =>
        full.StartsWith("torch.", StringComparison.Ordinal) ? ElementType.FromTorchStorage(full["torch.".Length..]) : null;

    private static PickleDict OrderedDict(object?[] arguments)
    {
        var dict = new PickleDict();
        if (arguments is [PickleList pairs])
        {
            foreach (object? pair in pairs.Items)
            {
                object?[] items = (pair as PickleTuple)?.Items ?? (pair as PickleList)?.Items.ToArray() ?? throw Misuse("OrderedDict");
                if (items is not [string or long, _])
                    throw Misuse("OrderedDict");
                dict[items[0]!] = items[1];
            }
        }
        else if (arguments.Length > 0)
        {
            throw Misuse("OrderedDict");
        }

        return dict;
    }

    private static TensorReference RebuildTensor(object?[] arguments)
    {
        if (arguments is not [StorageReference storage, long offset, PickleTuple shape, PickleTuple strides, ..]
            || offset < 0 || shape.Items.Length != strides.Items.Length || shape.Items.Length > MaxRank)
        {
            throw Misuse("_rebuild_tensor_v2");
        }

        return new TensorReference(storage, offset, Sizes(shape), Sizes(strides));
    }

    private static TensorReference RebuildParameter(object?[] arguments) =>
        arguments is [TensorReference tensor, ..] ? tensor : throw Misuse("_rebuild_parameter");

    private static long[] Sizes(PickleTuple tuple) =>
        [.. tuple.Items.Select(item => item is long and >= 0 ? (long)item : throw Misuse("_rebuild_tensor_v2"))];

    private static CheckpointException Misuse(string function) =>
        new($"The pickle calls {function} with other arguments than PyTorch writes.");

    /// <remarks>The name comes from a file that may be hostile, and goes to a terminal.</remarks>
    private static string Printable(string name) =>
        string.Concat(name.Take(200).Select(c => char.IsControl(c) ? '?' : c));
}
