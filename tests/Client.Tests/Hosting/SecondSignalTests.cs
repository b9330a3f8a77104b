using JanusCluster.Hosting.Processes;

namespace JanusCluster.Client.Tests.Hosting;

public sealed class SecondSignalTests
{
    [Fact]
    public void Count_FirstSignal_IsTheHosts_TheNextEndsTheProcessWithItsCode()
    {
        var codes = new List<int>();
        using var signals = new SecondSignal(codes.Add);
        signals.Count(130);
        Assert.Empty(codes);
        signals.Count(143);
        Assert.Equal([143], codes);
    }
}
