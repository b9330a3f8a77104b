using JanusCluster.Bench.Faults.Checking;
using static JanusCluster.EndToEnd.Tests.Faults.Histories;

namespace JanusCluster.EndToEnd.Tests.Faults;

public sealed class UsageRulesTests
{
    [Theory]
    [InlineData(3, 2)]
    [InlineData(2, 1)]
    public void Check_ResultCountedTwiceOrNever_IsFound(int images, int answers) => Assert.Equal(
        [UsageRules.Wrong], Broken(Good, GoodEnd with { Usage = [new FinalUsage("t", images, answers)] }));
}
