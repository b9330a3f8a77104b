using JanusCluster.Model.Configuration;

namespace JanusCluster.Model.Checkpoints;

/// <summary>How weights are loaded.</summary>
public sealed record WeightLoadOptions
{
    /// <summary>The model's sizes. With them, vision blocks cut off by select_layer are no surprise, and a tied output head is filled from the embedding. Default: none.</summary>
    public JanusConfig? Config { get; init; }

    /// <summary>Refuse weights that are NaN or infinite after conversion to the destination's type. Default: true.</summary>
    public bool RequireFinite { get; init; } = true;

    /// <summary>Told after each parameter. Default: nobody.</summary>
    public IProgress<WeightLoadProgress>? Progress { get; init; }

    /// <summary>Stops between two parameters. Default: never.</summary>
    public CancellationToken Cancellation { get; init; }
}

/// <param name="Loaded">Parameters filled so far.</param>
/// <param name="Total">Parameters of the model.</param>
/// <param name="Bytes">Bytes read so far.</param>
public readonly record struct WeightLoadProgress(int Loaded, int Total, long Bytes);
