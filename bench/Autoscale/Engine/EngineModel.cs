namespace JanusCluster.Bench.Autoscale.Engine;

/// <summary>
/// How fast one GPU is taken to be. The defaults are an assumption, not a measurement: Janus-Pro-1B in bf16 on an H100, as
/// docs/operations.md computes it (capacity).
/// </summary>
internal sealed record EngineModel
{
    /// <summary>Images at a time.</summary>
    public int Places { get; init; } = 64;

    /// <summary>A step with no image: the weights that it reads, and launching it.</summary>
    public double FloorMilliseconds { get; init; } = 5;

    /// <summary>What each image adds to a step: keys and values of two rows, arithmetic, and its share of rendering.</summary>
    public double ImageMilliseconds { get; init; } = 0.067;

    public int Codes { get; init; } = 576;

    /// <summary>Steps that an image takes before its first code.</summary>
    public int PrefillSteps { get; init; } = 4;

    /// <summary>Of the codes that are kept, so many are prefilled again in a step.</summary>
    public int CodesPrefilledInAStep { get; init; } = 64;

    /// <summary>Codes are durable every so many: a GPU that is killed loses fewer of each image.</summary>
    public int CheckpointCodes { get; init; } = 64;

    public double RenderMilliseconds { get; init; } = 10;

    /// <summary>Of a silo that is full all the time, prefill included.</summary>
    public double CodesPerSecond => Codes / (Prefill(0) + Codes) * Places / StepSeconds(Places);

    /// <summary>What an image takes in a full silo.</summary>
    public double ImageSeconds => (Prefill(0) + Codes) * StepSeconds(Places);

    public double StepSeconds(int images) => (FloorMilliseconds + images * ImageMilliseconds) / 1000;

    public double Prefill(int kept) => PrefillSteps + (double)kept / CodesPrefilledInAStep;
}
