using CsCheck;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Silo.Scheduling;

namespace JanusCluster.Silo.Tests.Scheduling;

public sealed class FairQueueTests
{
    private readonly Dictionary<string, double> _weights = [];
    private readonly FairQueue _queue;

    public FairQueueTests() => _queue = new FairQueue(tenant => _weights.GetValueOrDefault(tenant, 1));

    [Theory]
    [InlineData(576)]
    [InlineData(64)]
    public void Take_FloodBesideOneItem_GivesTheOneItemNext(int codes)
    {
        for (int i = 0; i < 1000; i++)
            Add("big", i, codes);
        Take();
        Add("small", 0, codes);
        Assert.Contains("small", new[] { Take().Tenant, Take().Tenant });
    }

    [Fact]
    public void Take_Shares_FollowWeightsInCodesWhateverItemsCost() =>
        Gen.Select(Gen.Double[0.25, 4], Gen.Double[0.25, 4], Gen.Int[1, 600], Gen.Int[1, 600]).Sample((a, b, costA, costB) =>
        {
            var queue = new FairQueue(tenant => tenant == "a" ? a : b);
            var codes = new Dictionary<string, double> { ["a"] = 0, ["b"] = 0 };
            for (int i = 0; i < 4000; i++)
            {
                queue.Add(New("a", i, costA));
                queue.Add(New("b", i, costB));
            }

            for (int i = 0; i < 2000; i++)
            {
                QueuedWork work = queue.Take("", _ => true)!;
                codes[work.Tenant] += work.Codes;
            }

            // Off by one turn each at most: a turn is a quantum by weight, and one item more.
            double turn = (576 * Math.Max(a, b)) + Math.Max(costA, costB);
            return Math.Abs((codes["a"] / a) - (codes["b"] / b)) <= turn * ((1 / a) + (1 / b));
        }, iter: 60);

    [Fact]
    public void CountAhead_AmongOthers_IsItsOwnAndAsManyTurnsOfEveryOther()
    {
        for (int i = 0; i < 1000; i++)
            Add("big", i, 64);
        Add("small", 0, 64);
        for (int i = 0; i < 3; i++)
            Add("mine", i, 64);
        const string owner = "mine/j";
        Assert.Equal(2, _queue.CountAhead(owner));
        Assert.Null(_queue.CountAhead(owner + "x"));
        // It says about when it comes: no later than that, with one more turn each.
        int before = 0;
        while (Take().Tenant != "mine")
            before++;
        Assert.InRange(before, 0, 3);
    }

    [Fact]
    public void Take_EverythingTaken_IsTakenOnceAndNullFollows() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 700]).List[0, 60].Sample(items =>
        {
            var queue = new FairQueue(_ => 1);
            foreach ((int i, (int tenant, int cost)) in items.Index())
                queue.Add(New($"t{tenant}", i, cost));
            var taken = new HashSet<WorkKey>();
            while (queue.Take("", _ => true) is { } work)
                taken.Add(work.Key);
            return taken.Count == items.Count && queue.Count == 0;
        }, iter: 200);

    [Fact]
    public void Take_NobodyAdmitted_IsNullAndLosesNothing()
    {
        Add("a", 0, 10);
        Add("b", 0, 10);
        Assert.Null(_queue.Take("", _ => false));
        Assert.Equal("b", _queue.Take("", tenant => tenant == "b")!.Tenant);
        Assert.Equal(1, _queue.Count);
    }

    [Fact]
    public void TakeItem_InteractiveFlood_LeavesBulkItsFloor()
    {
        var queue = new WorkQueue(_ => 1);
        for (int i = 0; i < 1000; i++)
        {
            queue.Add(New("a", i, 576, WorkClass.Interactive));
            queue.Add(New("b", i, 576));
        }

        int bulk = Enumerable.Range(0, 500).Count(_ => queue.TakeItem("", _ => true)!.Class == WorkClass.Bulk);
        Assert.InRange(bulk, 45, 56);
    }

    private void Add(string tenant, int position, int codes) => _queue.Add(New(tenant, position, codes));

    private QueuedWork Take() => _queue.Take("", _ => true)!;

    private static QueuedWork New(string tenant, int position, int codes, WorkClass workClass = WorkClass.Bulk) =>
        new(new WorkKey($"{tenant}/j/0", position), workClass) { Codes = codes };
}
