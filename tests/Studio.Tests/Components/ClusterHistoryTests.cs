using JanusCluster.Client.Studio.Cluster;
using JanusCluster.Contracts.Silos;

namespace JanusCluster.Studio.Tests.Components;

public sealed class ClusterHistoryTests
{
    [Fact]
    public void Add_SilosThatComeAndGo_TellsTheRateOfThoseThatAreThere()
    {
        var history = new ClusterHistory();
        history.Add(0, 10, [Silo("a", 100), Silo("b", 0)], 5);
        Assert.Equal((0, 5), (history.Rate.Last, history.Waiting.Last));
        history.Add(20, 10, [Silo("a", 300), Silo("b", 50)], 4);
        Assert.Equal((100, 25, 125), (history.RateOf("a"), history.RateOf("b"), history.Rate.Last));
        history.Add(40, 10, [Silo("b", 60), Silo("c", 1_000_000)], 4);
        Assert.Equal((0, 5, 0, 5), (history.RateOf("a"), history.RateOf("b"), history.RateOf("c"), history.Rate.Last));
    }

    private static SiloDescription Silo(string name, long made) =>
        new(name, name, "model", "cpu", 8, 1, false, new EngineFigures(2, 0.5, made, 0, 0));
}
