using JanusCluster.Contracts.Scheduling;
using JanusCluster.Silo.Scheduling;

namespace JanusCluster.Silo.Tests.Scheduling;

public sealed class ScalingRuleTests
{
    private const int Places = 8;
    private const double Rate = 1000;
    private static readonly DateTimeOffset Born = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ScalingSettings _settings = new() { CodesPerSecond = Rate };
    private ScalingRule _rule;
    private double _now;

    public ScalingRuleTests() => _rule = new ScalingRule(_settings, Born);

    private DateTimeOffset Now => Born.AddSeconds(_now);

    [Fact]
    public void Decide_NothingLeftAndNothingComes_IsZero()
    {
        ScalingDecision decision = Pass(10, Nothing());
        Assert.Equal((0, 0, 0), (decision.Wanted, decision.Steady, decision.Backlog));
    }

    [Fact]
    public void Decide_AnythingLeft_IsNeverZero()
    {
        Assert.Equal(1, Pass(1, Waiting(codes: 1)).Wanted);
        Assert.Equal(1, Pass(1, new ScalingLoad(0, 1, 0, 1, Places, 1, 0)).Wanted); // its last code is drawn; its end is not told yet
        ScalingDecision unrendered = Pass(1, new ScalingLoad(0, 0, 0, 0, Places, 0, Unrendered: 1));
        Assert.Equal(1, unrendered.Wanted);
        Assert.True(unrendered.Backlog > 0);
        Assert.Equal(0, Pass(1, Nothing()).Wanted);
    }

    [Fact]
    public void Decide_Burst_IsInTheBacklogAndNotRegular()
    {
        long codes = (long)(7 * _settings.DrainTime.TotalSeconds * Rate);
        _rule.Arrived(codes, Now);
        for (int second = 0; second < 600; second++)
        {
            ScalingDecision decision = Pass(1, Waiting(codes));
            Assert.Equal(0, decision.Steady);
            Assert.Equal(7, decision.Wanted);
        }
    }

    [Fact]
    public void Decide_WhatATenantsLimitHoldsBack_BuysNoSilos()
    {
        long codes = (long)(40 * _settings.DrainTime.TotalSeconds * Rate);
        ScalingLoad load = new(5000, 5000, codes, 0, 2 * Places, 0, 0) { Silos = 2 };
        Assert.Equal(40, Pass(1, load).Wanted);
        Assert.Equal(3, Pass(1, load with { HeldBack = 5000 - 3 * Places }).Wanted);
        // The number of places is known from then on, also to a later life and while no silo is there.
        _rule = new ScalingRule(_settings, Now, _rule.Remember(Now));
        Assert.Equal(3, Pass(1, load with { HeldBack = 5000 - 3 * Places, Silos = 0, Places = 0 }).Wanted);
    }

    [Fact]
    public void HeldBackItems_OfATable_AreThoseBeyondTheLimit()
    {
        var table = new LeaseTable(1, _ => 1, tenant => tenant == "limited" ? 3 : null);
        for (int position = 0; position < 10; position++)
        {
            table.Offer(new WorkKey("limited/j/0", position), WorkClass.Bulk, new OfferedItem(position, 64));
            table.Offer(new WorkKey("free/j/0", position), WorkClass.Bulk, new OfferedItem(position, 64));
        }

        Assert.Equal(7, table.HeldBackItems);
        Assert.Equal(8, table.Take(8, "silo", "cpu", Now.AddMinutes(1)).Count);
        Assert.Equal(7, table.HeldBackItems);
    }

    [Fact]
    public void Decide_BurstThatIsWorkedOff_KeepsSilosWhileEachHasWork()
    {
        double seconds = 7 * _settings.DrainTime.TotalSeconds;
        Assert.Equal(7, Pass(1, Waiting((long)(seconds * Rate))).Wanted);
        Assert.Equal(7, Pass(1, Waiting((long)(7 * _settings.KeepTime.TotalSeconds * Rate))).Wanted);
        Assert.InRange(Pass(1, Waiting((long)(2 * _settings.KeepTime.TotalSeconds * Rate))).Wanted, 2, 3);
        Assert.Equal(0, Pass(1, Nothing()).Wanted);
    }

    [Fact]
    public void Decide_RegularLoad_HoldsItsLevelWithoutABacklog()
    {
        Arrive(seconds: 600, codesPerSecond: 3.5 * Rate, Nothing());
        for (int minute = 0; minute < 60; minute++)
        {
            ScalingDecision decision = Arrive(60, 3.5 * Rate, Nothing());
            Assert.Equal(3.5, decision.Steady, 0.01);
            Assert.Equal(4, decision.Wanted);
        }
    }

    [Fact]
    public void Decide_RegularLoadThatEnds_GoesToZeroWhenHalfOfTheBinsAreEmpty()
    {
        Arrive(600, 3.5 * Rate, Nothing());
        Assert.Equal(4, Pass(60, Nothing()).Wanted);
        Assert.Equal(0, Pass(240, Nothing()).Wanted);
    }

    [Fact]
    public void Decide_LoadNearAWholeNumber_DoesNotComeAndGo()
    {
        Arrive(600, 2.9 * Rate, Nothing());
        Arrive(600, 3.05 * Rate, Nothing());
        Assert.Equal(4, Arrive(600, 2.95 * Rate, Nothing()).Wanted);
        Assert.Equal(3, Arrive(600, 2.5 * Rate, Nothing()).Wanted);
    }

    [Fact]
    public void Decide_SilosFasterOrSlowerThanAGuess_LearnsWhatTheyMake()
    {
        Work(seconds: 90, silos: 4, codesPerSecond: 4 * 250);
        Assert.Equal(250, Decide().CodesPerSecond, 5.0);
        Work(seconds: 3000, silos: 2, codesPerSecond: 2 * 400);
        Assert.Equal(400, Decide().CodesPerSecond, 5.0);
    }

    [Fact]
    public void Decide_SilosWithTooLittleToDo_OnlyRaiseTheRate()
    {
        Work(seconds: 600, silos: 4, codesPerSecond: 400, Idle(4));
        Assert.Equal(Rate, Decide().CodesPerSecond);
        Work(seconds: 3000, silos: 4, codesPerSecond: 4 * 1500, Idle(4));
        Assert.Equal(1500, Decide().CodesPerSecond, 10.0);
    }

    [Fact]
    public void Decide_NothingMadeForAWhile_DoesNotUnlearn()
    {
        Work(seconds: 900, silos: 4, codesPerSecond: 0);
        Assert.Equal(Rate, Decide().CodesPerSecond);
    }

    [Fact]
    public void Remember_NextLife_KnowsRateAndLevel()
    {
        Work(seconds: 900, silos: 4, codesPerSecond: 4 * 500);
        Arrive(600, 1750, Nothing());
        ScalingMemory memory = _rule.Remember(Now);
        _now += 20;
        _rule = new ScalingRule(_settings, Now, memory);
        ScalingDecision decision = Pass(1, Nothing());
        Assert.Equal((4, 3.5), (decision.Wanted, Math.Round(decision.Steady, 2)));
        _rule = new ScalingRule(_settings, Now.AddDays(1), memory);
        ScalingDecision later = _rule.Decide(Nothing(), Now.AddDays(1));
        Assert.Equal((0, 0), (later.Wanted, later.Steady));
        Assert.Equal(500, later.CodesPerSecond, 5.0);
    }

    [Fact]
    public void Decide_JobsOfferedAgain_AreBacklogAndNoArrivals()
    {
        _rule = new ScalingRule(_settings, Now);
        // The caller tells of arrivals only once it is grown: what is offered to a young scheduler is in the load alone.
        for (int round = 0; round < 20; round++)
            Assert.Equal((0, 2), Pass(30, Waiting((long)(2 * _settings.DrainTime.TotalSeconds * Rate))) is var decision ? (decision.Steady, decision.Wanted) : default);
    }

    [Fact]
    public void Load_OfATable_CountsWhatWaitsAndWhatRuns()
    {
        var table = new LeaseTable(1, _ => 1, _ => null);
        for (int i = 0; i < 3; i++)
            table.Offer(new WorkKey("t/j/0", i), WorkClass.Bulk, new OfferedItem(i, 100, Suspect: i == 2));
        table.Wait(new QueuedWork(new WorkKey("t/c", 1), WorkClass.Chat) { Codes = 50 });
        Assert.Equal(new ScalingLoad(3, 4, 350, 0, Places, 0, 7), ScalingLoad.Of(table, Places, 7));
        long lease = table.Take(1, "a", "gpu", Now)[0].Lease!.Id; // the suspect, alone
        Assert.True(table.Renew(new HeldLease(lease, "t/j/0", 2, WorkClass.Bulk, 40), "a", Now, mayAdopt: false));
        table.TakeTurn(_ => true, _ => "b", Now);
        Assert.Equal(new ScalingLoad(2, 4, 290, 1, Places, 2, 0), ScalingLoad.Of(table, Places, 0));
        table.End(lease, isFinished: true);
        Assert.Equal((250, 0, 1), (table.WaitingCodes + table.LeasedCodes, table.LeasedItems, table.Holders));
    }

    private static ScalingLoad Nothing() => new(0, 0, 0, 0, 0, 0, 0);

    private static ScalingLoad Waiting(long codes) => new(1, 1, codes, 0, 0, 0, 0);

    private static ScalingLoad Busy(int silos) => new(5, 5 + silos * Places, 5000, silos * Places, silos * Places, silos, 0);

    private static ScalingLoad Idle(int silos) => new(0, silos, 100, silos, silos * Places, silos, 0);

    private ScalingDecision Decide() => _rule.Decide(Nothing(), Now);

    private ScalingDecision Pass(double seconds, ScalingLoad load)
    {
        _now += seconds;
        return _rule.Decide(load, Now);
    }

    private ScalingDecision Arrive(int seconds, double codesPerSecond, ScalingLoad load)
    {
        ScalingDecision last = default;
        for (int second = 0; second < seconds; second++)
        {
            _rule.Arrived((long)codesPerSecond, Now);
            last = Pass(1, load);
        }

        return last;
    }

    private void Work(int seconds, int silos, int codesPerSecond, ScalingLoad? load = null)
    {
        Pass(0, load ?? Busy(silos));
        for (int second = 0; second < seconds; second++)
        {
            _rule.Made(codesPerSecond);
            Pass(1, load ?? Busy(silos));
        }
    }
}
