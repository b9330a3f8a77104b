using System.Diagnostics;
using JanusCluster.Bench.Faults.Checking;
using JanusCluster.Bench.Faults.History;
using static JanusCluster.EndToEnd.Tests.Faults.Histories;

namespace JanusCluster.EndToEnd.Tests.Faults;

public sealed class DrainRulesTests
{
    private static readonly ProcessSignalled Asked = new(100, "model-0.0", ProcessSignal.Drain);

    [Theory]
    [InlineData(5, true)]
    [InlineData(60, false)]
    public void Check_ProcessAskedToEnd_HasItsTime(int seconds, bool isFine) => Assert.Equal(
        isFine ? [] : [DrainRules.Slow], Broken([.. Good, Asked, new ProcessExited(100 + (seconds * Stopwatch.Frequency), "model-0.0", 0)], GoodEnd));

    [Fact]
    public void Check_ProcessNeverEnds_IsSlow() => Assert.Equal([DrainRules.Slow], Broken([.. Good, Asked], GoodEnd));
}
