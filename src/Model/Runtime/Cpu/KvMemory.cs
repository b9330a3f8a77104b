using JanusCluster.Model.Configuration;

namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>
/// Blocks of keys and values of 16 positions: per block, layer and head first the keys, then the values. Keys stand feature
/// by feature, the 16 positions of two neighbouring features together in the order of the weights' format, so that one
/// vector scores 16 positions. Values stand position by position, filled up to groups of 32.
/// </summary>
/// <remarks>The memory is reserved at once; the system provides a page when it is first written.</remarks>
internal sealed unsafe class KvMemory : IDisposable
{
    private readonly NativeBuffer<byte> _memory = new();
    private readonly LanguageConfig _config;

    public KvMemory(LanguageConfig config, int blocks, bool isBFloat16)
    {
        _config = config;
        Blocks = blocks;
        ElementBytes = isBFloat16 ? sizeof(ushort) : sizeof(float);
        ValueWidth = (config.HeadDim + TokenPanel.GroupSize - 1) / TokenPanel.GroupSize * TokenPanel.GroupSize;
        KeyBytes = ITransformer.BlockSize * config.HeadDim * ElementBytes;
        HeadBytes = KeyBytes + (ITransformer.BlockSize * ValueWidth * ElementBytes);
        BlockBytes = (long)config.Layers * config.KeyValueHeads * HeadBytes;
        _memory.Reserve(blocks * BlockBytes);
    }

    public int Blocks { get; }

    public long BlockBytes { get; }

    public int ElementBytes { get; }

    /// <summary>Numbers from one position's value to the next.</summary>
    public int ValueWidth { get; }

    /// <summary>Bytes of a head's keys in a block; its values follow.</summary>
    public int KeyBytes { get; }

    private int HeadBytes { get; }

    /// <summary>Keys of a layer's head in block 0; the same in block b is b · <see cref="BlockBytes"/> further on.</summary>
    public byte* Head(int layer, int head) => _memory.Data + (((long)layer * _config.KeyValueHeads + head) * HeadBytes);

    /// <summary>Stores one position's key and value of one head, rounded to the stored type.</summary>
    /// <param name="keys">The head's keys in the position's block.</param>
    /// <param name="position">In the block.</param>
    public void Store(byte* keys, int position, float* key, float* value)
    {
        if (ElementBytes == sizeof(ushort))
            StoreBFloat16((ushort*)keys, position, key, value);
        else
            StoreFloat32((float*)keys, position, key, value);
    }

    private void StoreFloat32(float* keys, int position, float* key, float* value)
    {
        float* values = keys + (ITransformer.BlockSize * _config.HeadDim) + (position * ValueWidth);
        for (int i = 0; i < _config.HeadDim; i++)
        {
            keys[(i * ITransformer.BlockSize) + position] = key[i];
            values[i] = value[i];
        }
    }

    private void StoreBFloat16(ushort* keys, int position, float* key, float* value)
    {
        ushort* values = keys + (ITransformer.BlockSize * _config.HeadDim) + (position * ValueWidth);
        var pairs = (uint*)keys + position;
        for (int i = 0; i < _config.HeadDim; i += 2, pairs += ITransformer.BlockSize)
        {
            *pairs = BFloat16Bits.FromSingle(key[i]) | ((uint)BFloat16Bits.FromSingle(key[i + 1]) << 16);
            values[i] = BFloat16Bits.FromSingle(value[i]);
            values[i + 1] = BFloat16Bits.FromSingle(value[i + 1]);
        }
    }

    public void Copy(int from, int to) => Block(from).CopyTo(Block(to));

    public void Save(int block, Span<byte> target) => Block(block).CopyTo(target);

    public void Load(int block, ReadOnlySpan<byte> source) => source[..checked((int)BlockBytes)].CopyTo(Block(block));

    private Span<byte> Block(int block)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(block);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(block, Blocks);
        return new Span<byte>(_memory.Data + (block * BlockBytes), checked((int)BlockBytes));
    }

    public void Dispose() => _memory.Dispose();
}
