using System.Diagnostics;

namespace JanusCluster.Training.Progress;

/// <summary>The time that one start of the program may take; what is not done then is done by the next start.</summary>
internal sealed class Leg(TimeSpan length, CancellationToken interrupted)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Whether to save and stop.</summary>
    public bool IsOver => interrupted.IsCancellationRequested || Stopwatch.GetElapsedTime(_start) >= length;
}
