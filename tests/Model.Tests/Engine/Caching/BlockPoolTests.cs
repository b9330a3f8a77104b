using JanusCluster.Model.Engine;

namespace JanusCluster.Model.Tests.Engine.Caching;

public sealed class BlockPoolTests
{
    [Fact]
    public void Take_All_EachOnce()
    {
        var pool = new BlockPool(5);
        Assert.Equal(Enumerable.Range(0, 5), Enumerable.Range(0, 5).Select(_ => pool.Take()).Order());
        Assert.Equal((0, 5), (pool.Free, pool.Count));
    }

    [Fact]
    public void Release_OneOfTwoHolders_StaysTaken()
    {
        var pool = new BlockPool(1);
        int block = pool.Take();
        pool.Hold(block);
        pool.Release(block);
        Assert.Equal((0, 1), (pool.Free, pool.Holders(block)));
        pool.Release(block);
        Assert.Equal((1, 0), (pool.Free, pool.Holders(block)));
    }

    [Fact]
    public void HoldAndRelease_FreeBlock_AreRefused()
    {
        var pool = new BlockPool(1);
        Assert.Throws<InvalidOperationException>(() => pool.Hold(0));
        Assert.Throws<InvalidOperationException>(() => pool.Release(0));
        Assert.Equal(1, pool.Free);
    }
}
