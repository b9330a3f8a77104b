using JanusCluster.Model.Engine;
using JanusCluster.Model.Tests.Engine.Scheduling;

namespace JanusCluster.Model.Tests.Engine.Caching;

/// <summary>What leaves the device goes to the host's memory, as long as there is room.</summary>
public sealed class HostTierTests
{
    private readonly BlockPool _pool = new(4);
    private readonly HistoryMemory _memory = new(4);

    [Fact]
    public void Restore_Evicted_BringsTheContentBack()
    {
        PrefixCache cache = New(hostBlocks: 2);
        Evicted(cache, 7);
        Assert.Null(cache.Hold(Key(7)));
        Assert.True(cache.IsOnHost(Key(7)));
        Assert.Equal(_memory.BlockBytes, cache.HostBytes);

        int block = _pool.Take();
        _memory.Block(block).Clear();
        cache.Restore(Key(7), block);
        Assert.Equal(Enumerable.Repeat(7L, 16), _memory.Block(block).ToArray());
        Assert.Equal(block, cache.Hold(Key(7)));
        Assert.True(cache.IsOnHost(Key(7))); // stays there: it need not be saved again
        Assert.Equal((0, 1, 1), _memory.Moves);
    }

    [Fact]
    public void Evict_KnownToTheHost_IsNotSavedAgain()
    {
        PrefixCache cache = New(hostBlocks: 2);
        Evicted(cache, 7);
        Evicted(cache, 7);
        Assert.Equal((0, 1, 0), _memory.Moves);
        Assert.Equal(_memory.BlockBytes, cache.HostBytes);
    }

    [Fact]
    public void Evict_HostIsFull_LongestUnusedGoes()
    {
        PrefixCache cache = New(hostBlocks: 2);
        Evicted(cache, 1);
        Evicted(cache, 2);
        cache.Restore(Key(1), _pool.Take()); // used again
        Evicted(cache, 3);
        Assert.Equal([true, false, true], new[] { 1, 2, 3 }.Select(content => cache.IsOnHost(Key(content))));
        Assert.Equal(2 * _memory.BlockBytes, cache.HostBytes);

        int block = _pool.Take();
        cache.Restore(Key(3), block); // its bytes lie where those of 2 were
        Assert.Equal(3, _memory.Block(block)[0]);
    }

    [Fact]
    public void Evict_LessHostThanABlock_SavesNothing()
    {
        var cache = new PrefixCache(_pool, _memory, 4, _memory.BlockBytes - 1);
        Evicted(cache, 1);
        Assert.False(cache.IsOnHost(Key(1)));
        Assert.Equal((0, 0, 0), _memory.Moves);
    }

    private static PrefixKey Key(int content) => PrefixKey.OfTenant($"{content}");

    private PrefixCache New(int hostBlocks) => new(_pool, _memory, 4, hostBlocks * _memory.BlockBytes);

    private void Evicted(PrefixCache cache, int content)
    {
        int block = _pool.Take();
        _memory.Block(block).Fill(content);
        cache.Store(Key(content), block);
        cache.Release(block);
        Assert.True(cache.Evict());
    }
}
