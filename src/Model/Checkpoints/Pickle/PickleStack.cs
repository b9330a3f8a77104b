namespace JanusCluster.Model.Checkpoints.Pickle;

/// <summary>The stack and memo that a pickle's opcodes work on, bounded.</summary>
internal sealed class PickleStack
{
    /// <summary>Far above any state dict (a 7B model has under 2,000 tensors of about 10 entries each).</summary>
    private const int MaxEntries = 4_000_000;

    private const int MaxMarks = 1_000;

    private readonly List<object?> _items = [];
    private readonly Stack<int> _marks = new();
    private readonly Dictionary<long, object?> _memo = [];

    /// <summary>The value on top, which stays.</summary>
    public object? Top => _items.Count > Floor ? _items[^1] : throw Underflow();

    /// <remarks>Values below the last mark belong to a list or tuple under way and cannot be popped singly.</remarks>
    private int Floor => _marks.Count > 0 ? _marks.Peek() : 0;

    public void Push(object? value)
    {
        if (_items.Count >= MaxEntries)
            throw new CheckpointException($"The pickle needs more than {MaxEntries} stack entries: it is no state dict.");
        _items.Add(value);
    }

    public object? Pop()
    {
        object? top = Top;
        _items.RemoveAt(_items.Count - 1);
        return top;
    }

    public T Pop<T>()
        where T : class => Pop() as T ?? throw new CheckpointException($"The pickle is damaged: a {typeof(T).Name} was expected.");

    public void Mark()
    {
        if (_marks.Count >= MaxMarks)
            throw new CheckpointException($"The pickle nests more than {MaxMarks} deep: it is no state dict.");
        _marks.Push(_items.Count);
    }

    /// <summary>Everything since the last mark, which goes with it.</summary>
    public object?[] PopToMark()
    {
        if (_marks.Count == 0)
            throw Underflow();
        int start = _marks.Pop();
        object?[] values = [.. _items[start..]];
        _items.RemoveRange(start, _items.Count - start);
        return values;
    }

    /// <summary>The last <paramref name="count"/> values, in the order they were pushed.</summary>
    public object?[] Pop(int count)
    {
        if (_items.Count - Floor < count)
            throw Underflow();
        object?[] values = [.. _items[^count..]];
        _items.RemoveRange(_items.Count - count, count);
        return values;
    }

    public void Remember(long index)
    {
        if (index < 0 || (_memo.Count >= MaxEntries && !_memo.ContainsKey(index)))
            throw new CheckpointException("The pickle's memo is out of bounds: it is no state dict.");
        _memo[index] = Top;
    }

    public void RememberNext() => Remember(_memo.Count);

    public void Recall(long index) =>
        Push(_memo.TryGetValue(index, out object? value) ? value : throw new CheckpointException("The pickle is damaged: it recalls a value it never stored."));

    private static CheckpointException Underflow() => new("The pickle is damaged: it takes more values than it made.");
}
