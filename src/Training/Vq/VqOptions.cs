namespace JanusCluster.Training.Vq;

/// <summary>Settings of the tokenizer's training.</summary>
internal sealed record VqOptions
{
    public int Seed { get; init; } = 1;

    public int Steps { get; init; } = 4200;

    /// <summary>Scenes a step.</summary>
    public int BatchSize { get; init; } = 8;

    public double LearningRate { get; init; } = 6e-4;

    public int WarmUp { get; init; } = 20;

    /// <summary>Steps before there is a codebook.</summary>
    public int ContinuousSteps { get; init; } = 900;

    /// <summary>0: most patches are background, and a loss for codes that are used evenly would give it many. LlamaGen's own training leaves it out, too.</summary>
    public double EntropyWeight { get; init; }

    /// <summary>Of the loss for latents that change with what is far from them, or differ where the picture does not.</summary>
    public double LocalityWeight { get; init; } = 0.5;

    /// <summary>Held-out scenes of an evaluation, a multiple of 32.</summary>
    public int EvaluationScenes { get; init; } = 256;

    /// <summary>Steps between two looks at the codes' use.</summary>
    public int ReseedEvery { get; init; } = 50;

    /// <summary>Codes used less often since the last look are dead.</summary>
    public int ReseedBelow { get; init; } = 3;

    /// <summary>Share of the steps during which dead codes are moved.</summary>
    public double ReseedUntil { get; init; } = 0.6;

    /// <summary>Weight of that loss: it comes slowly, for at first it keeps anything from being told apart.</summary>
    /// <param name="step">From 0.</param>
    public double LocalityAt(int step) => LocalityWeight * Math.Min(1, 2.5 * step / Steps);

    /// <summary>Share of mosaics among the pictures: all at first, none in the end.</summary>
    /// <param name="step">From 0.</param>
    public double MosaicShare(int step) => Math.Clamp(1.2 - 2.0 * step / Steps, 0, 1);
}
