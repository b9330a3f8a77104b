namespace JanusCluster.Training.Progress;

/// <summary>Hears how far a run is.</summary>
internal interface IRunProgress
{
    /// <param name="detail">Where the loss stands.</param>
    void Report(string name, int step, int steps, string detail);

    /// <summary>A line that stays.</summary>
    void Note(string line);
}
