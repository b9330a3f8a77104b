namespace JanusCluster.Model.Checkpoints.Pickle;

/// <summary>The tensors in an unpickled object: a dict of tensors, or one that holds it as <c>state_dict</c>.</summary>
internal static class StateDict
{
    /// <exception cref="CheckpointException">The object holds no tensors.</exception>
    public static IEnumerable<(string Name, TensorReference Tensor)> Tensors(object? root, string origin)
    {
        if (root is not PickleDict dict)
            throw new CheckpointException($"{origin} holds no dict of tensors. Save the model's state_dict().");
        if (dict["state_dict"] is PickleDict inner)
            dict = inner;

        bool any = false;
        foreach ((object key, object? value) in dict.Entries)
        {
            if (key is string name && value is TensorReference tensor)
            {
                any = true;
                yield return (name, tensor);
            }
        }

        if (!any)
            throw new CheckpointException($"{origin} holds a dict without tensors. Save the model's state_dict().");
    }

    /// <summary>Places a tensor whose storage starts at <paramref name="start"/> and holds <paramref name="elements"/> values.</summary>
    /// <exception cref="CheckpointException">The tensor reaches outside its storage.</exception>
    public static StoredTensor Place(string name, TensorReference tensor, long start, long elements, CheckpointFile file)
    {
        var info = new TensorInfo(name, tensor.Shape, tensor.Storage.Type);
        long first = checked(tensor.Storage.Offset + tensor.Offset);
        long end = checked(first + StoredTensor.Span(tensor.Shape, tensor.Strides));
        // Strides of zero repeat values: without the second bound a few bytes could ask for any amount of memory.
        if (first < 0 || end > elements || info.Bytes > file.Length)
            throw file.Damaged($"{name} reaches outside its storage of {elements} values");
        return new StoredTensor(
            info,
            start + (first * ElementType.SizeOf(info.Type)),
            StoredTensor.IsDense(tensor.Shape, tensor.Strides) ? null : tensor.Strides);
    }
}
