using JanusCluster.Model.Runtime;

namespace JanusCluster.Model.Engine;

/// <summary>
/// Keys and values of contexts that may come again, in whole blocks: on the device as long as nobody needs the block, then in
/// the host's memory. In both, what was not used for longest goes first.
/// </summary>
/// <remarks>
/// On the device the cache is one more holder of blocks that sequences have filled: a hit shares the block and copies
/// nothing. A block whose only holder is the cache is idle and can be had back at once.
/// </remarks>
internal sealed class PrefixCache(BlockPool pool, IBlockMemory memory, int maxIdle, long hostBytes)
{
    private readonly Dictionary<PrefixKey, int> _device = [];
    private readonly PrefixKey?[] _keys = new PrefixKey?[pool.Count]; // of the stored blocks
    private readonly LinkedList<int> _idle = new(); // longest unused first
    private readonly LinkedListNode<int>?[] _idleNodes = new LinkedListNode<int>?[pool.Count];
    private readonly Dictionary<PrefixKey, LinkedListNode<Spilled>> _host = [];
    private readonly LinkedList<Spilled> _hostOrder = new(); // longest unused first

    public PrefixCacheCounters Counters { get; private set; }

    /// <summary>Blocks on the device that only the cache holds.</summary>
    public int Idle => _idle.Count;

    /// <summary>Bytes that the host's tier takes.</summary>
    public long HostBytes => _host.Count * memory.BlockBytes;

    /// <summary>Holds the block with this content for the caller; null when there is none on the device.</summary>
    public int? Hold(PrefixKey key)
    {
        if (!_device.TryGetValue(key, out int block))
            return null;
        pool.Hold(block);
        if (_idleNodes[block] is { } node)
        {
            _idle.Remove(node);
            _idleNodes[block] = null;
        }

        return block;
    }

    /// <summary>Lets go of a block that the caller held. Of a context's blocks, let go of the last one first: it goes first.</summary>
    public void Release(int block)
    {
        pool.Release(block);
        if (_keys[block] is null || pool.Holders(block) != 1)
            return;
        _idleNodes[block] = _idle.AddLast(block);
        if (Idle > maxIdle)
            Evict();
    }

    public bool IsOnHost(PrefixKey key) => _host.ContainsKey(key);

    /// <summary>Copies content from the host to a block that the caller holds, and stores it there.</summary>
    public void Restore(PrefixKey key, int block)
    {
        LinkedListNode<Spilled> node = _host[key];
        memory.LoadBlock(block, node.Value.Bytes);
        Touch(node);
        Store(key, block);
    }

    /// <summary>Keeps a block that the caller holds and has filled. The first block with a content stays the one.</summary>
    public void Store(PrefixKey key, int block)
    {
        if (_keys[block] is not null || !_device.TryAdd(key, block))
            return;
        pool.Hold(block);
        _keys[block] = key;
    }

    /// <summary>Frees the idle block that was not used for longest; its content moves to the host where there is room for it.</summary>
    /// <returns>False when no block is idle.</returns>
    public bool Evict()
    {
        if (_idle.First is not { } first)
            return false;
        int block = first.Value;
        PrefixKey key = _keys[block]!.Value;
        Spill(key, block);
        _idle.RemoveFirst();
        _idleNodes[block] = null;
        _keys[block] = null;
        _device.Remove(key);
        pool.Release(block);
        Counters = Counters with { Evictions = Counters.Evictions + 1 };
        return true;
    }

    /// <summary>Counts one prompt that was looked up.</summary>
    public void Count(int tokens, int hits) => Counters = Counters with
    {
        Queries = Counters.Queries + 1,
        QueriedTokens = Counters.QueriedTokens + tokens,
        HitTokens = Counters.HitTokens + hits,
    };

    private void Spill(PrefixKey key, int block)
    {
        if (_host.TryGetValue(key, out LinkedListNode<Spilled>? known))
        {
            Touch(known);
            return;
        }

        if (memory.BlockBytes > hostBytes)
            return;
        byte[]? bytes = null;
        while (HostBytes + memory.BlockBytes > hostBytes)
        {
            (PrefixKey oldest, bytes) = _hostOrder.First!.Value;
            _hostOrder.RemoveFirst();
            _host.Remove(oldest);
        }

        bytes ??= new byte[memory.BlockBytes];
        memory.SaveBlock(block, bytes);
        _host[key] = _hostOrder.AddLast(new Spilled(key, bytes));
    }

    private void Touch(LinkedListNode<Spilled> node)
    {
        _hostOrder.Remove(node);
        _hostOrder.AddLast(node);
    }

    private readonly record struct Spilled(PrefixKey Key, byte[] Bytes);
}
