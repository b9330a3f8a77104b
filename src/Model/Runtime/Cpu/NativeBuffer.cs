using System.Runtime.InteropServices;

namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>Memory outside the managed heap for <typeparamref name="T"/>, aligned to a cache line; what it holds at first is arbitrary.</summary>
internal sealed unsafe class NativeBuffer<T> : IDisposable
    where T : unmanaged
{
    private const nuint Alignment = 64;

    public T* Data { get; private set; }

    public long Length { get; private set; }

    /// <summary>Makes room for at least this many; what was there is lost when it had to grow.</summary>
    /// <exception cref="OutOfMemoryException"/>
    public T* Reserve(long length)
    {
        if (length <= Length)
            return Data;

        Dispose();
        Data = (T*)NativeMemory.AlignedAlloc((nuint)length * (nuint)sizeof(T), Alignment);
        Length = length;
        return Data;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(Data);
        Data = null;
        Length = 0;
    }
}
