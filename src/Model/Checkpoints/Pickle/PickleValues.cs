namespace JanusCluster.Model.Checkpoints.Pickle;

/// <summary>A name that a pickle refers to, <c>module.name</c>. Only names of <see cref="PickleGlobals"/> come into being.</summary>
internal sealed record PickleGlobal(string Name);

/// <summary>A tuple. Numbers in it are <see cref="long"/>, <see cref="System.Numerics.BigInteger"/> or <see cref="double"/>.</summary>
internal sealed record PickleTuple(object?[] Items);

/// <summary>A list; the pickle may go on filling it.</summary>
internal sealed record PickleList(List<object?> Items);

/// <summary>A dict or OrderedDict, in the order written; a key set twice keeps its last value.</summary>
/// <remarks>Keys are strings or numbers. An attribute dictionary set on it (PyTorch's <c>_metadata</c>) is dropped.</remarks>
internal sealed class PickleDict
{
    private readonly Dictionary<object, object?> _values = [];
    private readonly List<object> _order = [];

    public int Count => _order.Count;

    public IEnumerable<KeyValuePair<object, object?>> Entries =>
        _order.Select(key => new KeyValuePair<object, object?>(key, _values[key]));

    public object? this[object key]
    {
        get => _values.GetValueOrDefault(key);
        set
        {
            if (!_values.ContainsKey(key))
                _order.Add(key);
            _values[key] = value;
        }
    }
}
