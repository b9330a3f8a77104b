namespace JanusCluster.Model.Tests.Engine.Mixes;

/// <summary>A clock that moves on by one millisecond whenever it is read: every step of an engine takes that long.</summary>
internal sealed class SteppingTime : TimeProvider
{
    private long _reads;

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp() => _reads++;
}
