using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TorchSharp;

namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>A weight [rows, columns] where the tensor holds it, row-major. Valid while the tensor lives.</summary>
internal readonly unsafe struct WeightMatrix
{
    private WeightMatrix(byte* data, long rows, long columns, bool isBFloat16)
    {
        Data = data;
        Rows = checked((int)rows);
        Columns = checked((int)columns);
        IsBFloat16 = isBFloat16;
    }

    public byte* Data { get; }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>bfloat16, else float32.</summary>
    public bool IsBFloat16 { get; }

    /// <summary>Bytes from one row to the next.</summary>
    public nint RowBytes => (nint)Columns * (IsBFloat16 ? sizeof(ushort) : sizeof(float));

    /// <param name="weight">[rows, columns], or [columns] as one row; contiguous, in the host's memory.</param>
    /// <exception cref="NotSupportedException">Neither float32 nor bfloat16, or not in the host's memory.</exception>
    public static WeightMatrix Of(torch.Tensor weight)
    {
        if (weight.dtype is not (torch.ScalarType.Float32 or torch.ScalarType.BFloat16))
            throw new NotSupportedException($"The CPU kernels compute with float32 and bfloat16 weights, not {weight.dtype}.");
        if (weight.device_type != DeviceType.CPU || !weight.is_contiguous())
            throw new NotSupportedException("The CPU kernels need contiguous weights in the host's memory.");

        byte* data = (byte*)Unsafe.AsPointer(ref weight.bytes[0]);
        long columns = weight.shape[^1];
        return new WeightMatrix(data, weight.numel() / columns, columns, weight.dtype == torch.ScalarType.BFloat16);
    }

    /// <summary>A row as float32.</summary>
    /// <param name="target"><see cref="Columns"/> long.</param>
    public void CopyRow(int row, float* target)
    {
        byte* source = Data + (row * RowBytes);
        if (IsBFloat16)
        {
            int i = 0;
            for (; i + Vector512<ushort>.Count <= Columns; i += Vector512<ushort>.Count)
            {
                (Vector512<uint> lower, Vector512<uint> upper) = Vector512.Widen(Vector512.Load((ushort*)source + i));
                (lower << 16).AsSingle().Store(target + i);
                (upper << 16).AsSingle().Store(target + i + Vector512<float>.Count);
            }

            for (; i < Columns; i++)
                target[i] = BFloat16Bits.ToSingle(((ushort*)source)[i]);
        }
        else
        {
            new ReadOnlySpan<float>(source, Columns).CopyTo(new Span<float>(target, Columns));
        }
    }
}
