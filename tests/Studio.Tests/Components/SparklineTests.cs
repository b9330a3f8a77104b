using Bunit;
using JanusCluster.Client.Studio.Cluster;

namespace JanusCluster.Studio.Tests.Components;

public sealed class SparklineTests : BunitContext
{
    [Fact]
    public void Values_Two_EndAtTheRight()
    {
        IRenderedComponent<Sparkline> line = Render<Sparkline>(parameters => parameters.Add(one => one.Values, [0.0, 4.0]).Add(one => one.Label, "Waiting"));
        Assert.Equal("M 98.31 38 L 100 2", line.Find("path:not(.area)").GetAttribute("d"));
        Assert.Equal("Waiting: from 0 to 4", line.Find("svg").GetAttribute("aria-label"));
    }

    [Fact]
    public void Values_None_AreALineOfNothing() =>
        Assert.Equal("M 100 38", Render<Sparkline>(parameters => parameters.Add(one => one.Label, "Waiting")).Find("path:not(.area)").GetAttribute("d"));
}
