using System.Net;
using JanusCluster.Client.Tenancy;

namespace JanusCluster.Client.Tests.Tenancy;

public sealed class FailedAttemptsTests
{
    private static readonly IPAddress Guesser = IPAddress.Parse("192.0.2.1"), Other = IPAddress.Parse("192.0.2.2");

    [Fact]
    public void AreTooMany_AfterManyOfOneAddress_OnlyThatOne()
    {
        using var failures = new FailedAttempts();
        for (int i = 0; i < 30; i++)
            failures.Add(Guesser);
        Assert.False(failures.AreTooMany(Guesser));
        int more = 0;
        for (; more < 200 && !failures.AreTooMany(Guesser); more++)
            failures.Add(Guesser);
        Assert.InRange(more, 1, 199);
        Assert.False(failures.AreTooMany(Other));
        Assert.False(failures.AreTooMany(null));
    }
}
