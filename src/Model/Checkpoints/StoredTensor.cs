using JanusCluster.Model.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace JanusCluster.Model.Checkpoints;

/// <summary>A tensor and where its values lie in a file.</summary>
/// <param name="Info">Name, shape, type.</param>
/// <param name="Offset">Byte of the file at which its first value lies.</param>
/// <param name="Strides">Distance between neighbours of each dimension, in values; null when the values are dense, last dimension fastest.</param>
internal sealed record StoredTensor(TensorInfo Info, long Offset, IReadOnlyList<long>? Strides = null)
{
    /// <summary>Bytes moved per read: large enough for the disk, small beside a model, and reused by the allocator.</summary>
    private const int ChunkBytes = 8 << 20;

    /// <summary>Values from the first to the last that the strides reach, in values of the storage; 0 for an empty tensor.</summary>
    public static long Span(IReadOnlyList<long> shape, IReadOnlyList<long> strides)
    {
        if (shape.Contains(0))
            return 0;
        return shape.Zip(strides, (size, stride) => checked((size - 1) * stride)).Aggregate(1L, (sum, reach) => checked(sum + reach));
    }

    /// <returns>Whether the strides are those of dense values; dimensions of one value may have any stride.</returns>
    public static bool IsDense(IReadOnlyList<long> shape, IReadOnlyList<long> strides)
    {
        long expected = 1;
        for (int i = shape.Count - 1; i >= 0; i--)
        {
            if (shape[i] > 1 && strides[i] != expected)
                return false;
            expected *= shape[i];
        }

        return true;
    }

    /// <summary>Copies the values into <paramref name="destination"/>, a chunk at a time.</summary>
    public void Read(CheckpointFile file, Tensor destination)
    {
        if (!destination.shape.AsSpan().SequenceEqual(Info.Shape.ToArray()))
            throw new CheckpointException($"{file.Path}: {Info.Name} is [{string.Join(", ", Info.Shape)}], but [{string.Join(", ", destination.shape)}] is expected.");
        if (Info.Elements == 0)
            return;
        using IDisposable gradient = torch.no_grad();
        using DisposeScope scope = NewDisposeScope();
        if (Strides is not null)
            ReadStrided(file, destination);
        else if (destination.is_contiguous())
            ReadDense(file, destination.view(-1), Offset);
        else
            ReadRows(file, destination, Offset);
    }

    private void ReadStrided(CheckpointFile file, Tensor destination)
    {
        Tensor storage = torch.empty(Span(Info.Shape, Strides!), Info.Type);
        ReadDense(file, storage, Offset);
        destination.copy_(storage.as_strided([.. Info.Shape], [.. Strides!]));
    }

    /// <summary>Into a destination that is not contiguous: one slice of its first dimension after the other, so that the values stay in order.</summary>
    private void ReadRows(CheckpointFile file, Tensor destination, long offset)
    {
        if (destination.is_contiguous())
        {
            ReadDense(file, destination.view(-1), offset);
            return;
        }

        long bytes = destination.numel() * ElementType.SizeOf(Info.Type);
        if (bytes <= ChunkBytes)
        {
            using Tensor dense = torch.empty(destination.shape, Info.Type);
            ReadDense(file, dense.view(-1), offset);
            destination.copy_(dense);
            return;
        }

        long rowBytes = bytes / destination.shape[0];
        for (long row = 0; row < destination.shape[0]; row++)
        {
            using Tensor slice = destination.select(0, row);
            ReadRows(file, slice, offset + (row * rowBytes));
        }
    }

    /// <param name="flat">[values], contiguous.</param>
    private void ReadDense(CheckpointFile file, Tensor flat, long offset)
    {
        int size = ElementType.SizeOf(Info.Type);
        long chunk = ChunkBytes / size;
        bool direct = flat.dtype == Info.Type && flat.device_type == DeviceType.CPU && Info.Type != ScalarType.Bool;
        using Tensor? staging = direct ? null : torch.empty(Math.Min(chunk, flat.numel()), StagingType);
        for (long done = 0; done < flat.numel(); done += chunk)
        {
            using Tensor part = flat.narrow(0, done, Math.Min(chunk, flat.numel() - done));
            using Tensor bytes = (direct ? part : staging!.narrow(0, 0, part.numel())).alias();
            file.Read(offset + (done * size), bytes.bytes);
            if (!direct)
                part.copy_(Info.Type == ScalarType.Bool ? bytes.ne(Scalars.Zero) : bytes);
        }
    }

    /// <remarks>A bool other than 0 or 1 is undefined behaviour in libtorch, and a file may hold any byte.</remarks>
    private ScalarType StagingType => Info.Type == ScalarType.Bool ? ScalarType.Byte : Info.Type;
}
