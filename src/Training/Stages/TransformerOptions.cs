namespace JanusCluster.Training.Stages;

/// <summary>Settings of the three stages.</summary>
internal sealed record TransformerOptions
{
    public int Seed { get; init; } = 1;

    public int Steps { get; init; } = 8000;

    /// <summary>Rows of packed examples a step.</summary>
    public int Rows { get; init; } = 16;

    /// <summary>Positions of a row.</summary>
    public int RowLength { get; init; } = 256;

    public double LearningRate { get; init; } = 1.5e-3;

    public int WarmUp { get; init; } = 100;

    public IReadOnlyList<TrainingStage> Stages { get; init; } = TrainingStage.Report;
}
