using System.Globalization;
using TorchSharp;

namespace JanusCluster.Model.Layers;

/// <summary>Parts under number names: <c>0</c>, <c>1</c>, … or, with a stride of 2, <c>0</c>, <c>2</c>, ….</summary>
public sealed class PartList<T> : ModelPart
    where T : torch.nn.Module
{
    private readonly List<T> _items;

    /// <param name="stride">Step between names, for sequences whose layers without parameters have been left out.</param>
    public PartList(IEnumerable<T> parts, int stride = 1)
        : base(nameof(PartList<>))
    {
        _items = [.. parts];
        for (int i = 0; i < _items.Count; i++)
            Add((i * stride).ToString(CultureInfo.InvariantCulture), _items[i]);
    }

    public int Count => _items.Count;

    public T this[int index] => _items[index];

    public List<T>.Enumerator GetEnumerator() => _items.GetEnumerator();
}
