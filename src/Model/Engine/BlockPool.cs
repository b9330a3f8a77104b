namespace JanusCluster.Model.Engine;

/// <summary>Who holds which block of KV memory. A block may have several holders; without one it is free.</summary>
internal sealed class BlockPool
{
    private readonly Stack<int> _free;
    private readonly int[] _holders;

    public BlockPool(int blocks)
    {
        _holders = new int[blocks];
        _free = new Stack<int>(blocks);
        for (int block = blocks - 1; block >= 0; block--)
            _free.Push(block);
    }

    public int Count => _holders.Length;

    public int Free => _free.Count;

    /// <summary>A free block, now with one holder. There must be one.</summary>
    public int Take()
    {
        int block = _free.Pop();
        _holders[block] = 1;
        return block;
    }

    /// <summary>One more holder of a block that has one.</summary>
    public void Hold(int block)
    {
        if (_holders[block] == 0)
            throw new InvalidOperationException($"Block {block} is free.");
        _holders[block]++;
    }

    /// <summary>One holder less.</summary>
    public void Release(int block)
    {
        if (_holders[block] == 0)
            throw new InvalidOperationException($"Block {block} is free already.");
        if (--_holders[block] == 0)
            _free.Push(block);
    }

    /// <summary>Holders of a block.</summary>
    public int Holders(int block) => _holders[block];
}
