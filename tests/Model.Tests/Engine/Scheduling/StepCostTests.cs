using CsCheck;
using JanusCluster.Model.Engine;

namespace JanusCluster.Model.Tests.Engine.Scheduling;

public sealed class StepCostTests
{
    private static readonly TimeSpan Target = TimeSpan.FromMilliseconds(10);

    [Fact]
    public void TokensWithin_NothingSeen_IsNoBound() => Assert.Equal(int.MaxValue, new StepCost().TokensWithin(Target));

    [Fact]
    public void TokensWithin_OneTokenTakesTooLong_IsOne()
    {
        var cost = new StepCost();
        cost.Observe(1, 2 * Target);
        Assert.Equal(1, cost.TokensWithin(Target));
    }

    [Theory]
    [InlineData(1, 10, 1)] // just in time; two would take twice as long
    [InlineData(1, 5, 3)]
    [InlineData(4, 5, 15)]
    [InlineData(7, 2.4, 31)]
    public void TokensWithin_OneSizeSeen_LargerOnesCountTwiceAsLongEach(int tokens, double milliseconds, int within)
    {
        var cost = new StepCost();
        cost.Observe(tokens, TimeSpan.FromMilliseconds(milliseconds));
        Assert.Equal(within, cost.TokensWithin(Target));
    }

    [Fact]
    public void TokensWithin_FlatThenSteep_FollowsWhatWasSeen()
    {
        var cost = new StepCost();
        foreach ((int tokens, int milliseconds) in new[] { (1, 4), (2, 4), (4, 4), (8, 5), (16, 9), (32, 20) })
            cost.Observe(tokens, TimeSpan.FromMilliseconds(milliseconds));
        Assert.Equal(31, cost.TokensWithin(Target));
    }

    [Fact]
    public void Observe_Again_MovesTheAverageToIt()
    {
        var cost = new StepCost();
        cost.Observe(1, 4 * Target);
        Assert.Equal(1, cost.TokensWithin(2 * Target));
        for (int i = 0; i < 20; i++)
            cost.Observe(1, Target);
        Assert.Equal(3, cost.TokensWithin(2.1 * Target));
    }

    [Fact]
    public void TokensWithin_AnySteps_IsAtLeastOneAndGrowsWithTheTarget() =>
        Gen.Select(Gen.Int[1, 5000], Gen.Double[0.01, 100]).Array[0, 20].Sample(steps =>
        {
            var cost = new StepCost();
            foreach ((int tokens, double milliseconds) in steps)
                cost.Observe(tokens, TimeSpan.FromMilliseconds(milliseconds));
            int last = 1;
            for (double target = 0.001; target < 1000; target *= 3)
            {
                int within = cost.TokensWithin(TimeSpan.FromMilliseconds(target));
                Assert.True(within >= last);
                last = within;
            }
        }, iter: 1000);

    [Fact]
    public void TokensWithin_OneSlowStepOfASize_IsTriedAgainLater()
    {
        var cost = new StepCost();
        cost.Observe(4, TimeSpan.FromMilliseconds(10));
        cost.Observe(8, TimeSpan.FromMilliseconds(100)); // a hiccup
        TimeSpan target = TimeSpan.FromMilliseconds(15);
        Assert.Equal(7, cost.TokensWithin(target));
        for (int i = 0; i < 1000; i++)
            cost.Observe(4, TimeSpan.FromMilliseconds(10));
        Assert.True(cost.TokensWithin(target) >= 15);
    }
}
