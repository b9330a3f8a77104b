using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Silo.Scheduling;

namespace JanusCluster.Silo.Tests.Scheduling;

public sealed class ChatPlacesTests
{
    private static readonly DateTimeOffset Later = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly LeaseTable _table = new(1, _ => 1, _ => null);
    private readonly ModelInstances _instances = new(TimeSpan.FromMinutes(1), TimeProvider.System);
    private readonly ChatPlaces _places;
    private int _turns;

    public ChatPlacesTests() => _places = new ChatPlaces(_table, _instances, _ => 1);

    [Fact]
    public void Assign_PreferredInstanceWithRoom_GetsTheTurnHoweverLoaded()
    {
        Add("a", 8);
        Add("b", 8);
        for (int i = 0; i < 5; i++)
            Assert.Equal("a", Assign(preferred: "a").Lease!.Holder);
    }

    [Fact]
    public void Assign_PreferredInstanceIsFullGoneOrAvoided_GoesToAnother()
    {
        Add("a", 1);
        Add("b", 8);
        Assert.Equal("a", Assign(preferred: "a").Lease!.Holder);
        Assert.Equal("b", Assign(preferred: "a").Lease!.Holder);
        Assert.Equal("b", Assign(preferred: "gone").Lease!.Holder);
        Add("c", 8);
        for (int i = 0; i < 4; i++)
            Assert.Equal("c", Assign(preferred: "b", avoided: "b").Lease!.Holder);
    }

    [Fact]
    public void Assign_NoPreference_SpreadsOverInstancesByLoad()
    {
        foreach (string key in (string[])["a", "b", "c", "d"])
            Add(key, 100);
        for (int i = 0; i < 200; i++)
            Assign();
        // Two choices keep the fullest within a few of the mean; one choice alone would not.
        Assert.All(_instances.All, instance => Assert.InRange(_table.HeldBy(instance.Key).Count, 35, 65));
    }

    [Fact]
    public void Assign_FullOrDraining_WaitsForAPlace()
    {
        Add("a", 1);
        QueuedWork first = Assign(), second = Wait();
        Assert.Equal(0, _places.Assign(Later));
        _table.End(first.Lease!.Id, isFinished: true);
        Add("a", 1, isDraining: true);
        Assert.Equal(0, _places.Assign(Later));
        Add("a", 1);
        Assert.Equal(1, _places.Assign(Later));
        Assert.NotNull(second.Lease);
    }

    [Fact]
    public void Assign_TenantWithMoreThanItsShare_LeavesPlacesToANewcomer()
    {
        Add("a", 16);
        for (int i = 0; i < 40; i++)
            Wait("big");
        _places.Assign(Later);
        Assert.InRange(_table.HeldBy("a").Count, 8, 14);
        Assert.NotNull(Assign(tenant: "small").Lease);
        Assert.NotNull(Assign(tenant: "another").Lease);
    }

    private void Add(string key, int chats, bool isDraining = false) =>
        _instances.Saw(new ModelInstance(key, 4, 0, chats, 0, "cpu", isDraining));

    private QueuedWork Assign(string? preferred = null, string? avoided = null, string tenant = "t")
    {
        QueuedWork turn = Wait(tenant, preferred, avoided);
        _places.Assign(Later);
        return turn;
    }

    private QueuedWork Wait(string tenant = "t", string? preferred = null, string? avoided = null)
    {
        var turn = new QueuedWork(new WorkKey($"{tenant}/c-{++_turns}", 1), WorkClass.Chat) { Codes = 10, Preferred = preferred, Avoided = avoided };
        _table.Wait(turn);
        return turn;
    }
}
