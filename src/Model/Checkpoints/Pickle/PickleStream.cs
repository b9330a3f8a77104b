using System.Buffers.Binary;
using System.Text;

namespace JanusCluster.Model.Checkpoints.Pickle;

/// <summary>The bytes of a pickle: opcodes and their operands, never past the end.</summary>
/// <param name="bytes">One pickle, or several in a row.</param>
internal sealed class PickleStream(ReadOnlyMemory<byte> bytes)
{
    /// <summary>Bytes consumed so far.</summary>
    public int Position { get; private set; }

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public double DoubleBigEndian() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    /// <summary>A length of 1, 4 or 8 bytes, and that many bytes.</summary>
    public ReadOnlySpan<byte> Counted(int lengthBytes)
    {
        ulong length = lengthBytes switch
        {
            1 => Byte(),
            4 => BinaryPrimitives.ReadUInt32LittleEndian(Take(4)),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(Take(8)),
        };
        return length <= (ulong)(bytes.Length - Position) ? Take((int)length) : throw Ended();
    }

    public string Text(int lengthBytes) => Encoding.UTF8.GetString(Counted(lengthBytes));

    /// <summary>Up to the next line feed, which is consumed.</summary>
    public string Line()
    {
        int length = bytes.Span[Position..].IndexOf((byte)'\n');
        if (length < 0)
            throw Ended();
        string line = Encoding.UTF8.GetString(Take(length));
        Position++;
        return line;
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > bytes.Length - Position)
            throw Ended();
        Position += count;
        return bytes.Span.Slice(Position - count, count);
    }

    private static CheckpointException Ended() => new("The pickle ends within a value: the file is truncated or damaged. Download it again.");
}
