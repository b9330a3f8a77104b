using JanusCluster.Contracts.Scheduling;
using JanusCluster.Silo.Scheduling;

namespace JanusCluster.Silo.Tests.Scheduling;

public sealed class LeaseTableTests
{
    private const string Numerics = "cpu";
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Now.AddSeconds(30);
    private readonly Dictionary<string, int> _limits = [];
    private readonly LeaseTable _table;

    public LeaseTableTests() => _table = NewTable(life: 7);

    [Fact]
    public void Offer_SamePieceTwice_IsOneAlsoWhileLeased()
    {
        Assert.True(Offer("t/j/0", 1));
        Assert.False(Offer("t/j/0", 1));
        Assert.Single(Take(5, "a"));
        Assert.False(Offer("t/j/0", 1));
        Assert.Empty(Take(5, "a"));
    }

    [Fact]
    public void Take_MoreThanThereIs_GivesAllInOrderWithRisingLeases()
    {
        for (int i = 0; i < 5; i++)
            Offer("t/j/0", i);
        IReadOnlyList<QueuedWork> first = Take(3, "a"), rest = Take(3, "b");
        Assert.Equal([0, 1, 2], first.Select(work => work.Key.Position));
        Assert.Equal([3, 4], rest.Select(work => work.Key.Position));
        long[] leases = [.. first.Concat(rest).Select(work => work.Lease!.Id)];
        Assert.Equal(leases.Order(), leases);
        Assert.Equal((0, 5), (_table.Waiting, _table.Leased));
    }

    [Fact]
    public void Leases_OfALaterLife_AreHigherThanAllOfAnEarlierOne()
    {
        Offer("t/j/0", 0);
        long earlier = Take(1, "a")[0].Lease!.Id;
        LeaseTable next = NewTable(life: 8);
        next.Offer(new WorkKey("t/j/0", 0), WorkClass.Bulk, new OfferedItem(0, 10));
        Assert.True(next.Take(1, "a", Numerics, Later)[0].Lease!.Id > earlier + 1_000_000_000);
    }

    [Fact]
    public void Made_RenewalsAndEnds_TellWhatHoldersHaveMade()
    {
        var made = new List<int>();
        var table = new LeaseTable(life: 7, _ => 1, _ => null) { Made = made.Add };
        var key = new WorkKey("t/j/0", 0);
        table.Offer(key, WorkClass.Bulk, new OfferedItem(0, 100));
        long lease = table.Take(1, "a", Numerics, Later)[0].Lease!.Id;
        Assert.True(table.Renew(new HeldLease(lease, key.Owner, 0, WorkClass.Bulk, 70), "a", Later, mayAdopt: false));
        table.End(lease, isFinished: true, codesLeft: 10);
        Assert.Equal([30, 60], made);
    }

    [Fact]
    public void End_Unfinished_WaitsBeforeItsTenantsOtherWork()
    {
        Offer("t/j/0", 0);
        Offer("t/j/0", 1);
        long lease = Take(1, "a")[0].Lease!.Id;
        Assert.NotNull(_table.End(lease, isFinished: false));
        Assert.Null(_table.End(lease, isFinished: false));
        Assert.Equal(0, Take(1, "b")[0].Key.Position);
    }

    [Fact]
    public void End_Finished_MayBeOfferedAnew()
    {
        Offer("t/j/0", 0);
        _table.End(Take(1, "a")[0].Lease!.Id, isFinished: true);
        Assert.Equal((0, 0), (_table.Waiting, _table.Leased));
        Assert.True(Offer("t/j/0", 0));
    }

    [Fact]
    public void Expire_OnlyWhatWasNotRenewed_WaitsAgain()
    {
        Offer("t/j/0", 0);
        Offer("t/j/0", 1);
        IReadOnlyList<QueuedWork> taken = Take(2, "a");
        Assert.True(Renew(taken[1], "a", Later.AddSeconds(30)));
        Assert.False(Renew(taken[0], "b", Later.AddSeconds(30)));

        Assert.Equal(1, _table.Expire(Later));
        Assert.Equal(0, Assert.Single(Take(2, "b")).Key.Position);
    }

    [Fact]
    public void Renew_AfterExpiry_GoesOnWhileNobodyElseHasIt()
    {
        Offer("t/j/0", 0);
        HeldLease frozen = Held(Take(1, "a")[0]);
        _table.Expire(Later);
        Assert.True(_table.Renew(frozen, "a", Later.AddSeconds(30), mayAdopt: false));
        Assert.Empty(Take(1, "b"));

        _table.Expire(Later.AddSeconds(30));
        QueuedWork fresh = Take(1, "b")[0];
        Assert.False(_table.Renew(frozen, "a", Later.AddSeconds(60), mayAdopt: false));
        Assert.Null(_table.End(frozen.Id, isFinished: true));
        Assert.True(Renew(fresh, "b", Later));
        // Given to b and back again: what a once had is stale.
        _table.End(fresh.Lease!.Id, isFinished: false);
        Assert.False(_table.Renew(frozen, "a", Later, mayAdopt: false));
    }

    [Fact]
    public void Renew_OfAnEarlierLife_IsAdoptedWhileYoungAndTheHigherLeaseWins()
    {
        var old = new HeldLease(5L << 40 | 3, "t/j/0", 0, WorkClass.Bulk, 9);
        HeldLease newer = old with { Id = 6L << 40 | 1 };
        Assert.False(_table.Renew(old, "a", Later, mayAdopt: false));
        Assert.True(_table.Renew(old, "a", Later, mayAdopt: true));
        Assert.True(_table.Renew(newer, "b", Later, mayAdopt: true));
        Assert.False(_table.Renew(old, "a", Later, mayAdopt: true));
        Assert.Equal("b", _table.Find(new WorkKey("t/j/0", 0))!.Lease!.Holder);
        Assert.False(Offer("t/j/0", 0));
    }

    [Fact]
    public void Renew_OfThisLifeAndOver_IsNeverAdopted()
    {
        Offer("t/j/0", 0);
        HeldLease held = Held(Take(1, "a")[0]);
        _table.End(held.Id, isFinished: true);
        Assert.False(_table.Renew(held, "a", Later, mayAdopt: true));
    }

    [Fact]
    public void Lose_Holder_GivesAllOfItsItemsBackAndEndsItsTurns()
    {
        Offer("t/j/0", 0);
        Offer("t/j/0", 1);
        Take(2, "a");
        _table.Wait(new QueuedWork(new WorkKey("t/c", 1), WorkClass.Chat) { Codes = 5 });
        _table.TakeTurn(_ => true, _ => "a", Later);
        Assert.Equal(3, _table.Lose("a"));
        Assert.Equal((2, 0), (_table.Waiting, _table.Leased));
        Assert.Null(_table.Find(new WorkKey("t/c", 1)));
    }

    [Fact]
    public void Withdraw_Job_DropsItsWorkOnly()
    {
        Offer("t/job/0", 0);
        Offer("t/job/1", 0);
        Offer("t/job2/0", 0);
        HeldLease lease = Held(Take(1, "a")[0]);
        _table.Withdraw("t/job");
        Assert.False(_table.Renew(lease, "a", Later, mayAdopt: false));
        Assert.Equal("t/job2/0", Assert.Single(Take(9, "a")).Key.Owner);
    }

    [Fact]
    public void Take_TenantAtItsLimit_LeavesTheRestToOthers()
    {
        _limits["big"] = 2;
        for (int i = 0; i < 5; i++)
            Offer("big/j/0", i);
        Offer("small/j/0", 0);
        Assert.Equal(["big", "big", "small"], Take(9, "a").Select(work => work.Tenant).Order());
        _table.End(_table.HeldBy("a").First(work => work.Tenant == "big").Lease!.Id, isFinished: true);
        Assert.Equal("big", Assert.Single(Take(9, "a")).Tenant);
    }

    [Fact]
    public void Take_Suspect_WaitsUntilTheHolderIsIdleAndThenRunsAlone()
    {
        Offer("t/j/0", 0);
        QueuedWork other = Take(1, "a")[0];
        _table.Offer(new WorkKey("t/j/0", 1), WorkClass.Bulk, new OfferedItem(1, 10, Suspect: true));
        Offer("t/j/0", 2);
        Assert.Empty(Take(5, "a"));
        Assert.Equal(2, Assert.Single(Take(5, "b")).Key.Position);
        _table.End(other.Lease!.Id, isFinished: true);
        QueuedWork suspect = Assert.Single(Take(5, "a"));
        Assert.True(suspect.IsSuspect);
        Offer("t/j/0", 3);
        Assert.Empty(Take(5, "a"));
        _table.End(suspect.Lease!.Id, isFinished: true);
        Assert.Equal(3, Assert.Single(Take(5, "a")).Key.Position);
    }

    [Fact]
    public void Take_BoundToNumerics_GoesToThatClassOnlyAndFirst()
    {
        Offer("t/j/0", 0);
        _table.Offer(new WorkKey("t/j/0", 1), WorkClass.Bulk, new OfferedItem(1, 10, "gpu"));
        Assert.Equal(0, Assert.Single(Take(5, "a")).Key.Position);
        Offer("t/j/0", 2);
        Assert.Equal([1, 2], _table.Take(5, "b", "gpu", Later).Select(work => work.Key.Position));
    }

    private LeaseTable NewTable(long life) => new(life, _ => 1, tenant => _limits.TryGetValue(tenant, out int limit) ? limit : null);

    private bool Offer(string shard, int position) =>
        _table.Offer(new WorkKey(shard, position), WorkClass.Bulk, new OfferedItem(position, 10));

    private IReadOnlyList<QueuedWork> Take(int count, string holder) => _table.Take(count, holder, Numerics, Later);

    private bool Renew(QueuedWork work, string holder, DateTimeOffset expires) =>
        _table.Renew(Held(work), holder, expires, mayAdopt: false);

    private static HeldLease Held(QueuedWork work) =>
        new(work.Lease!.Id, work.Key.Owner, work.Key.Position, work.Class, work.Codes);
}
