using JanusCluster.Silo.Telemetry;
using Microsoft.Extensions.Time.Testing;

namespace JanusCluster.Silo.Tests.Telemetry;

/// <summary>Two lives of one queue, on two silos that share nothing but Redis, are never shown at the same moment.</summary>
public sealed class QueueBoardTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly FakeTimeProvider _time = new();
    private readonly QueueBoard _first, _second;

    public QueueBoardTests() => (_first, _second) = (new(_time), new(_time));

    private int Shown => _first.Read<DeliveryFigures>().Count() + _second.Read<DeliveryFigures>().Count();

    private ShownQueue<DeliveryFigures> Open(QueueBoard board, long life)
    {
        ShownQueue<DeliveryFigures> queue = board.Open<DeliveryFigures>("m", life, _time.GetTimestamp());
        queue.Set(new DeliveryFigures((int)life));
        return queue;
    }

    [Fact]
    public void Read_FirstLife_ShowsAtOnceWhatWasSetLast()
    {
        ShownQueue<DeliveryFigures> queue = Open(_first, 1);
        queue.Set(new DeliveryFigures(7));
        Assert.Equal([("m", new DeliveryFigures(7))], _first.Read<DeliveryFigures>());
        Assert.Empty(_first.Read<QueueFigures>());
    }

    [Fact]
    public void Read_LifeThatRedisDoesNotConfirm_EndsByItself()
    {
        ShownQueue<DeliveryFigures> queue = Open(_first, 1);
        _time.Advance(QueueBoard.Trust - Second);
        queue.Confirm(_time.GetTimestamp());
        _time.Advance(QueueBoard.Trust - Second);
        Assert.Equal(1, Shown);
        _time.Advance(Second);
        Assert.Equal(0, Shown);
        queue.Confirm(_time.GetTimestamp());
        Assert.Equal(1, Shown);
    }

    [Fact]
    public void Read_SecondLifeBesideTheFirst_IsQuietUntilTheFirstIsNotBelievedAnyMore()
    {
        ShownQueue<DeliveryFigures> old = Open(_first, 1);
        // The latest look that can still have found no later life.
        old.Confirm(_time.GetTimestamp());
        ShownQueue<DeliveryFigures> young = Open(_second, 2);
        int most = 0;
        for (TimeSpan at = TimeSpan.Zero; at < QueueBoard.Trust + Second; at += Second)
        {
            most = Math.Max(most, Shown);
            _time.Advance(Second);
            young.Confirm(_time.GetTimestamp());
        }

        Assert.Equal(1, most);
        Assert.Empty(_first.Read<DeliveryFigures>());
        Assert.Equal(2, Assert.Single(_second.Read<DeliveryFigures>()).Figures.Pictures);
    }

    [Fact]
    public void Dispose_QueueThatLeavesTheSilo_IsShownNoLonger()
    {
        Open(_first, 1).Dispose();
        Assert.Equal(0, Shown);
    }
}
