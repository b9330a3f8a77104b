using JanusCluster.Model.Engine;
using JanusCluster.Model.Tests.Engine.Scheduling;

namespace JanusCluster.Model.Tests.Engine.Caching;

public sealed class PrefixCacheTests
{
    private readonly BlockPool _pool = new(4);
    private readonly HistoryMemory _memory = new(4);

    [Fact]
    public void Hold_Stored_IsTheBlockWithOneMoreHolder()
    {
        PrefixCache cache = New();
        int block = Stored(cache, 1);
        Assert.Equal(block, cache.Hold(Key(1)));
        Assert.Equal(3, _pool.Holders(block)); // who stored it, the cache, and who found it
        Assert.Null(cache.Hold(Key(2)));
    }

    [Fact]
    public void Release_ByAll_IsIdleUntilHeldAgain()
    {
        PrefixCache cache = New();
        int block = Stored(cache, 1);
        Assert.Equal(0, cache.Idle);
        cache.Release(block);
        Assert.Equal((1, 3), (cache.Idle, _pool.Free));
        cache.Hold(Key(1));
        Assert.Equal(0, cache.Idle);
        Assert.False(cache.Evict());
        cache.Release(block);
        Assert.Equal(1, cache.Idle);
    }

    [Fact]
    public void Store_SameContentTwice_TheFirstStays()
    {
        PrefixCache cache = New();
        int first = Stored(cache, 1), second = Stored(cache, 1);
        cache.Release(second);
        Assert.Equal((0, 3), (cache.Idle, _pool.Free)); // the second block is free, not idle
        Assert.Equal(first, cache.Hold(Key(1)));
    }

    [Fact]
    public void Evict_Idle_LongestUnusedFirst()
    {
        PrefixCache cache = New();
        int[] blocks = [Stored(cache, 0), Stored(cache, 1), Stored(cache, 2)];
        cache.Release(blocks[2]); // a context's last block is let go of first, and goes first
        cache.Release(blocks[1]);
        cache.Release(blocks[0]);
        cache.Release(cache.Hold(Key(2))!.Value); // used again
        foreach (int next in new[] { 1, 0, 2 })
        {
            Assert.True(cache.Evict());
            Assert.Equal(0, _pool.Holders(blocks[next]));
        }

        Assert.False(cache.Evict());
        Assert.Equal((4, 3), (_pool.Free, cache.Counters.Evictions));
    }

    [Fact]
    public void Release_MoreIdleThanAllowed_EvictsAtOnce()
    {
        PrefixCache cache = New(maxIdle: 1);
        int first = Stored(cache, 1), second = Stored(cache, 2);
        cache.Release(first);
        cache.Release(second);
        Assert.Equal((1, 3), (cache.Idle, _pool.Free));
        Assert.Null(cache.Hold(Key(1)));
        Assert.Equal(second, cache.Hold(Key(2)));
    }

    [Fact]
    public void Count_Prompts_AddsUp()
    {
        PrefixCache cache = New();
        cache.Count(tokens: 40, hits: 32);
        cache.Count(tokens: 7, hits: 0);
        Assert.Equal(new PrefixCacheCounters(2, 47, 32, 0), cache.Counters);
    }

    private static PrefixKey Key(int content) => PrefixKey.OfTenant($"{content}");

    private PrefixCache New(int maxIdle = 4) => new(_pool, _memory, maxIdle, hostBytes: 0);

    private int Stored(PrefixCache cache, int content)
    {
        int block = _pool.Take();
        cache.Store(Key(content), block);
        return block;
    }
}
