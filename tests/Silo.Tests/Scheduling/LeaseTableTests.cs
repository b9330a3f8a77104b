using JanusCluster.Silo.Scheduling;

namespace JanusCluster.Silo.Tests.Scheduling;

public sealed class LeaseTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Now.AddSeconds(30);
    private readonly LeaseTable _table = new(100);

    [Fact]
    public void Offer_SamePieceTwice_IsOneAlsoWhileLeased()
    {
        Assert.True(_table.Offer(new("t/j/0", 1)));
        Assert.False(_table.Offer(new("t/j/0", 1)));
        Assert.Single(_table.Take(5, "a", Later));
        Assert.False(_table.Offer(new("t/j/0", 1)));
        Assert.Empty(_table.Take(5, "a", Later));
    }

    [Fact]
    public void Take_MoreThanThereIs_GivesAllInOrder()
    {
        for (int i = 0; i < 5; i++)
            _table.Offer(new("t/j/0", i));
        Assert.Equal([0, 1, 2], _table.Take(3, "a", Later).Select(entry => entry.Work.Position));
        Assert.Equal([3, 4], _table.Take(3, "b", Later).Select(entry => entry.Work.Position));
        Assert.Equal((0, 5), (_table.Waiting, _table.Leased));
    }

    [Fact]
    public void Release_Unfinished_WaitsBeforeAllOther()
    {
        _table.Offer(new("t/j/0", 0));
        _table.Offer(new("t/j/0", 1));
        long lease = _table.Take(1, "a", Later)[0].Lease;
        Assert.True(_table.Release(lease, finished: false));
        Assert.False(_table.Release(lease, finished: false));
        Assert.Equal(0, _table.Take(1, "b", Later)[0].Work.Position);
    }

    [Fact]
    public void Release_Finished_MayBeOfferedAnew()
    {
        _table.Offer(new("t/j/0", 0));
        _table.Release(_table.Take(1, "a", Later)[0].Lease, finished: true);
        Assert.Equal((0, 0), (_table.Waiting, _table.Leased));
        Assert.True(_table.Offer(new("t/j/0", 0)));
    }

    [Fact]
    public void Expire_OnlyWhatWasNotRenewed_WaitsAgain()
    {
        _table.Offer(new("t/j/0", 0));
        _table.Offer(new("t/j/0", 1));
        var taken = _table.Take(2, "a", Later);
        Assert.True(_table.Renew(taken[1].Lease, "a", Later.AddSeconds(30)));
        Assert.False(_table.Renew(taken[0].Lease, "b", Later.AddSeconds(30)));

        Assert.Equal(1, _table.Expire(Later));
        Assert.False(_table.Renew(taken[0].Lease, "a", Later.AddSeconds(30)));
        Assert.Equal(0, Assert.Single(_table.Take(2, "b", Later)).Work.Position);
    }

    [Fact]
    public void Release_StaleLeaseAfterExpiry_DoesNotTouchTheNewHolder()
    {
        _table.Offer(new("t/j/0", 0));
        long stale = _table.Take(1, "a", Now)[0].Lease;
        _table.Expire(Now);
        long fresh = _table.Take(1, "b", Later)[0].Lease;
        Assert.False(_table.Release(stale, finished: true));
        Assert.True(_table.Renew(fresh, "b", Later));
    }

    [Fact]
    public void Withdraw_Job_DropsItsWorkOnly()
    {
        _table.Offer(new("t/job/0", 0));
        _table.Offer(new("t/job/1", 0));
        _table.Offer(new("t/job2/0", 0));
        long lease = _table.Take(1, "a", Later)[0].Lease;
        _table.Withdraw("t/job");
        Assert.False(_table.Renew(lease, "a", Later));
        Assert.Equal("t/job2/0", Assert.Single(_table.Take(9, "a", Later)).Work.Shard);
    }
}
