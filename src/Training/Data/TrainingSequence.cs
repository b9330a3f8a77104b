namespace JanusCluster.Training.Data;

/// <summary>One example: the ids that a model reads, and what it shall say next.</summary>
/// <param name="Ids">Text tokens in order; at the positions of an image the placeholder.</param>
internal sealed record TrainingSequence(int[] Ids)
{
    /// <summary>Positions of <see cref="Ids"/> after which the next id is to be predicted.</summary>
    public IReadOnlyList<Range> Answers { get; init; } = [];

    /// <summary>Pixel values [3, S, S] of the image that is read; null for none.</summary>
    public float[]? Pixels { get; init; }

    /// <summary>Index of the image's first placeholder.</summary>
    public int ImageStart { get; init; }

    /// <summary>Index, in the batch, of the picture whose codes follow the ids and are to be predicted; null for none.</summary>
    public int? Picture { get; init; }

    /// <summary><see cref="PatchClasses"/> of the image that is read or the picture that is made; null where they are not known.</summary>
    public long[]? Places { get; init; }

    /// <summary>Positions taken: a picture's last code is predicted, not read.</summary>
    public int Length(int codes) => Ids.Length + (Picture is null ? 0 : codes - 1);
}
