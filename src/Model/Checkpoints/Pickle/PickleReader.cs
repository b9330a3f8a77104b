using System.Globalization;
using System.Numerics;

namespace JanusCluster.Model.Checkpoints.Pickle;

/// <summary>Reads pickles of plain data and tensors, protocols 0 to 5. Nothing is executed; see <see cref="PickleGlobals"/>.</summary>
/// <remarks>Opcodes: <c>pickletools.py</c> of CPython. Opcodes that only serve classes, extensions or buffers are refused.</remarks>
internal static class PickleReader
{
    /// <summary>Reads one pickle from where <paramref name="stream"/> stands to its STOP.</summary>
    /// <exception cref="CheckpointException">The pickle is truncated, damaged, too large, or names something that is not allowed.</exception>
    public static object? Read(PickleStream stream)
    {
        var stack = new PickleStack();
        for (; ; )
        {
            byte opcode = stream.Byte();
            if (opcode == '.')
                return stack.Pop();
            if (!Structure(opcode, stack, stream) && !Scalar(opcode, stack, stream) && !Collection(opcode, stack))
                throw new CheckpointException($"The pickle has opcode 0x{opcode:x2}, which no plain state dict needs. It was not run.");
        }
    }

    /// <summary>Protocol, memo, names and calls.</summary>
    private static bool Structure(byte opcode, PickleStack stack, PickleStream stream)
    {
        switch ((char)opcode)
        {
            case '\x80': stream.Byte(); break;
            case '\x95': stream.Take(8); break;
            case '(': stack.Mark(); break;
            case '0': stack.Pop(); break;
            case '1': stack.PopToMark(); break;
            case '2': stack.Push(stack.Top); break;
            case 'q': stack.Remember(stream.Byte()); break;
            case 'r': stack.Remember((uint)stream.Int32()); break;
            case 'p': stack.Remember(Integer(stream.Line())); break;
            case '\x94': stack.RememberNext(); break;
            case 'h': stack.Recall(stream.Byte()); break;
            case 'j': stack.Recall((uint)stream.Int32()); break;
            case 'g': stack.Recall(Integer(stream.Line())); break;
            case 'c': stack.Push(PickleGlobals.Find(stream.Line(), stream.Line())); break;
            case '\x93': StackGlobal(stack); break;
            case 'i': PickleGlobals.Find(stream.Line(), stream.Line()); return false;
            case 'Q': stack.Push(PickleGlobals.Storage(stack.Pop())); break;
            case 'R' or '\x81': Call(stack); break;
            case 'b': Build(stack); break;
            default: return false;
        }

        return true;
    }

    private static bool Scalar(byte opcode, PickleStack stack, PickleStream stream)
    {
        switch ((char)opcode)
        {
            case 'N': stack.Push(null); break;
            case '\x88': stack.Push(true); break;
            case '\x89': stack.Push(false); break;
            case 'K': stack.Push((long)stream.Byte()); break;
            case 'M': stack.Push((long)stream.UInt16()); break;
            case 'J': stack.Push((long)stream.Int32()); break;
            case 'I': stack.Push(IntegerOrBool(stream.Line())); break;
            case 'L': stack.Push(Integer(stream.Line().TrimEnd('L'))); break;
            case '\x8a': PushLong(stack, stream.Counted(1)); break;
            case '\x8b': PushLong(stack, stream.Counted(4)); break;
            case 'G': stack.Push(stream.DoubleBigEndian()); break;
            case 'F': stack.Push(Number(stream.Line())); break;
            case 'X': stack.Push(stream.Text(4)); break;
            case '\x8c': stack.Push(stream.Text(1)); break;
            case '\x8d': stack.Push(stream.Text(8)); break;
            // Strings of Python 2, as PyTorch reads them.
            case 'U': stack.Push(stream.Text(1)); break;
            case 'T': stack.Push(stream.Text(4)); break;
            case 'C': stack.Push(stream.Counted(1).ToArray()); break;
            case 'B': stack.Push(stream.Counted(4).ToArray()); break;
            case '\x8e' or '\x96': stack.Push(stream.Counted(8).ToArray()); break;
            default: return false;
        }

        return true;
    }

    private static bool Collection(byte opcode, PickleStack stack)
    {
        switch ((char)opcode)
        {
            case ')': stack.Push(new PickleTuple([])); break;
            case '\x85' or '\x86' or '\x87': stack.Push(new PickleTuple(stack.Pop(opcode - 0x84))); break;
            case 't': stack.Push(new PickleTuple(stack.PopToMark())); break;
            case ']' or '\x8f': stack.Push(new PickleList([])); break;
            case 'l' or '\x91': stack.Push(new PickleList([.. stack.PopToMark()])); break;
            case 'a': Append(stack, stack.Pop(1)); break;
            case 'e' or '\x90': Append(stack, stack.PopToMark()); break;
            case '}': stack.Push(new PickleDict()); break;
            case 'd': stack.Push(Fill(new PickleDict(), stack.PopToMark())); break;
            case 's': SetItems(stack, stack.Pop(2)); break;
            case 'u': SetItems(stack, stack.PopToMark()); break;
            default: return false;
        }

        return true;
    }

    private static void StackGlobal(PickleStack stack)
    {
        string name = stack.Pop<string>();
        stack.Push(PickleGlobals.Find(stack.Pop<string>(), name));
    }

    private static void Call(PickleStack stack)
    {
        PickleTuple arguments = stack.Pop<PickleTuple>();
        stack.Push(PickleGlobals.Call(stack.Pop<PickleGlobal>(), arguments.Items));
    }

    /// <remarks>Attributes of a dict (PyTorch's _metadata) and of a Parameter carry no weights: they are dropped.</remarks>
    private static void Build(PickleStack stack)
    {
        stack.Pop();
        if (stack.Top is not (PickleDict or TensorReference))
            throw new CheckpointException("The pickle sets the state of something that is neither a dict nor a tensor. It was not run.");
    }

    private static void Append(PickleStack stack, object?[] values) =>
        (stack.Top as PickleList ?? throw new CheckpointException("The pickle is damaged: it appends to no list.")).Items.AddRange(values);

    private static void SetItems(PickleStack stack, object?[] values) =>
        Fill(stack.Top as PickleDict ?? throw new CheckpointException("The pickle is damaged: it sets items of no dict."), values);

    private static PickleDict Fill(PickleDict dict, object?[] values)
    {
        if (values.Length % 2 != 0)
            throw new CheckpointException("The pickle is damaged: a key has no value.");
        for (int i = 0; i < values.Length; i += 2)
        {
            // Only keys with an equality of their own; a tuple as key would need Python's.
            if (values[i] is not (string or long or bool or double))
                throw new CheckpointException("The pickle has a dict with a key that is neither text nor a number.");
            dict[values[i]!] = values[i + 1];
        }

        return dict;
    }

    private static void PushLong(PickleStack stack, ReadOnlySpan<byte> littleEndian)
    {
        if (littleEndian.Length > 1024)
            throw new CheckpointException("The pickle has an integer of more than 1024 bytes.");
        var value = new BigInteger(littleEndian);
        stack.Push(value >= long.MinValue && value <= long.MaxValue ? (long)value : (object)value);
    }

    private static object IntegerOrBool(string line) => line switch
    {
        "00" => false,
        "01" => true,
        _ => Integer(line),
    };

    private static long Integer(string line) => long.TryParse(line, CultureInfo.InvariantCulture, out long value)
        ? value
        : throw new CheckpointException("The pickle is damaged: a line holds no integer.");

    private static double Number(string line) => double.TryParse(line, CultureInfo.InvariantCulture, out double value)
        ? value
        : throw new CheckpointException("The pickle is damaged: a line holds no number.");
}
