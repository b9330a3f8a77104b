using JanusCluster.Client.Cli;

namespace JanusCluster.Client.Tests.Cli;

public sealed class InterruptionTests
{
    [Fact]
    public void Raise_Twice_StopsThenExits()
    {
        int exits = 0;
        using var interruption = new Interruption(() => exits++);

        interruption.Raise();
        Assert.True(interruption.Token.IsCancellationRequested);
        Assert.Equal(0, exits);

        interruption.Raise();
        Assert.Equal(1, exits);
    }

    [Fact]
    public void Raise_WithinAPart_StopsOnlyThePart()
    {
        int parts = 0;
        using var interruption = new Interruption(() => { });
        for (int i = 0; i < 2; i++)
        {
            using IDisposable part = interruption.OnNext(() => parts++);
            interruption.Raise();
        }

        Assert.Equal(2, parts);
        Assert.False(interruption.Token.IsCancellationRequested);
        interruption.Raise();
        Assert.True(interruption.Token.IsCancellationRequested);
    }
}
