namespace JanusCluster.Silo.Hosting;

/// <summary>
/// The clock that files and batches are dated by, and expire by. It is not the one that Orleans runs on, which must not jump:
/// this one can be put forward in tests.
/// </summary>
internal sealed class RecordClock(TimeProvider time)
{
    public DateTimeOffset Now => time.GetUtcNow();
}
