using System.Buffers.Binary;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace JanusCluster.Model.Checkpoints;

/// <summary>Writes one safetensors file, a tensor at a time: names and shapes first, values as they come.</summary>
public sealed class SafetensorsWriter : IDisposable
{
    /// <summary>Values start on a multiple of this, as the format's own library writes them.</summary>
    private const int Alignment = 8;

    private readonly FileStream _stream;
    private readonly IReadOnlyList<TensorInfo> _tensors;
    private int _next;

    /// <param name="tensors">Every tensor of the file, in the order in which they will be written.</param>
    public SafetensorsWriter(string path, IReadOnlyList<TensorInfo> tensors)
    {
        _tensors = tensors;
        byte[] header = Header(tensors);
        _stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        _stream.Write(length);
        _stream.Write(header);
    }

    /// <summary>Writes the next tensor.</summary>
    /// <param name="parts">Its values in order, cut anywhere: together as many as its shape holds, each of its type and on any device. They are not disposed.</param>
    /// <exception cref="ArgumentException">Another tensor is next, or the parts are not its values.</exception>
    public void Write(TensorInfo tensor, IEnumerable<Tensor> parts)
    {
        if (_next >= _tensors.Count || _tensors[_next] != tensor)
            throw new ArgumentException($"{tensor.Name} is not the next tensor of the file.", nameof(tensor));
        long written = 0;
        foreach (Tensor part in parts)
        {
            if (part.dtype != tensor.Type)
                throw new ArgumentException($"{tensor.Name} is {tensor.Type}, but a part of it is {part.dtype}.", nameof(parts));
            WriteBytes(part);
            written += part.numel();
        }

        if (written != tensor.Elements)
            throw new ArgumentException($"{tensor.Name} has {tensor.Elements} values, but {written} were written.", nameof(parts));
        _next++;
    }

    /// <summary>Brings everything to the disk.</summary>
    /// <exception cref="InvalidOperationException">Some tensors were not written.</exception>
    public void Complete()
    {
        if (_next != _tensors.Count)
            throw new InvalidOperationException($"{_tensors.Count - _next} _tensors, the first {_tensors[_next].Name}, were not written.");
        _stream.Flush(flushToDisk: true);
    }

    public void Dispose() => _stream.Dispose();

    private void WriteBytes(Tensor part)
    {
        const long Chunk = 64 << 20;
        using DisposeScope scope = NewDisposeScope();
        Tensor flat = part.detach().cpu().contiguous().view(-1);
        for (long done = 0; done < flat.numel(); done += Chunk)
            _stream.Write(flat.narrow(0, done, Math.Min(Chunk, flat.numel() - done)).bytes);
    }

    private static byte[] Header(IReadOnlyList<TensorInfo> tensors)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString("format", "pt");
            json.WriteEndObject();
            long offset = 0;
            foreach (TensorInfo tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", ElementType.SafetensorsName(tensor.Type));
                WriteNumbers(json, "shape", tensor.Shape);
                WriteNumbers(json, "data_offsets", [offset, offset + tensor.Bytes]);
                json.WriteEndObject();
                offset += tensor.Bytes;
            }

            json.WriteEndObject();
        }

        while (buffer.Length % Alignment != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<long> values)
    {
        json.WriteStartArray(name);
        foreach (long value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
