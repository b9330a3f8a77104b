namespace JanusCluster.Model.Engine;

/// <summary>A <see cref="VisionQueue{TInput,TResult}"/> of whatever kind, as the thread that empties it sees it.</summary>
internal interface IVisionQueue
{
    /// <summary>Computes one batch of what waits.</summary>
    /// <returns>False when nothing waits.</returns>
    bool ComputeNext();

    /// <summary>Ends all that waits.</summary>
    void Fail(Exception reason);
}
