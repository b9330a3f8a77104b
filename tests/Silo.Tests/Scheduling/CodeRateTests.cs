using JanusCluster.Silo.Scheduling;
using Microsoft.Extensions.Time.Testing;

namespace JanusCluster.Silo.Tests.Scheduling;

public sealed class CodeRateTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly CodeRate _rate;

    public CodeRateTests() => _rate = new CodeRate(_time);

    [Fact]
    public void PerSecond_NothingYet_IsZero() => Assert.Equal(0, _rate.PerSecond());

    [Fact]
    public void PerSecond_ShortlyAfterTheBeginning_IsOverTheTimeSoFar()
    {
        Run(seconds: 5, codes: 100);
        Assert.Equal(100, _rate.PerSecond(), 0.001);
    }

    [Fact]
    public void PerSecond_SteadyForLong_IsThatRate()
    {
        Run(seconds: 200, codes: 40);
        Assert.Equal(40, _rate.PerSecond(), 2.0);
    }

    [Fact]
    public void PerSecond_AfterHalfAMinuteOfNothing_IsZero()
    {
        Run(seconds: 50, codes: 40);
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.InRange(_rate.PerSecond(), 1, 39);
        _time.Advance(TimeSpan.FromSeconds(CodeRate.Window));
        Assert.Equal(0, _rate.PerSecond());
    }

    [Fact]
    public void Add_LessThanNothing_IsNotCounted()
    {
        _rate.Add(-500);
        Run(seconds: 2, codes: 10);
        Assert.Equal(10, _rate.PerSecond(), 0.001);
    }

    /// <summary>In the middle of each second.</summary>
    private void Run(int seconds, int codes)
    {
        for (int i = 0; i < seconds; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(500));
            _rate.Add(codes);
            _time.Advance(TimeSpan.FromMilliseconds(500));
        }
    }
}
