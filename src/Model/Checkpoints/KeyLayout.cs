namespace JanusCluster.Model.Checkpoints;

/// <summary>Where a part of a parameter comes from.</summary>
/// <param name="Source">Name in the checkpoint.</param>
/// <param name="Part">This part of <paramref name="Parts"/> equal slices of the parameter's first dimension.</param>
/// <param name="Squeezed">The checkpoint lacks the parameter's first dimension, which is one.</param>
internal sealed record Placement(string Source, int Part = 0, int Parts = 1, bool Squeezed = false);

/// <summary>How a checkpoint names its tensors. The model's own names are deepseek-ai's.</summary>
internal abstract class KeyLayout
{
    private static readonly KeyLayout[] All = [new PublishedKeys(), new TransformersKeys()];

    /// <summary>The prefix that only this layout's names bear.</summary>
    protected abstract string Mark { get; }

    /// <summary>The layout of a checkpoint, told by its names.</summary>
    /// <exception cref="CheckpointException">The names are of no known layout.</exception>
    public static KeyLayout Detect(ICheckpointSource source) =>
        All.FirstOrDefault(layout => source.Tensors.Keys.Any(name => name.StartsWith(layout.Mark, StringComparison.Ordinal)))
        ?? throw new CheckpointException(
            $"{source.Origin} has names of no known layout, for example {source.Tensors.Keys.Order(StringComparer.Ordinal).FirstOrDefault() ?? "none at all"}. "
            + $"A Janus-Pro checkpoint has names that start with {string.Join(" or ", All.Select(layout => layout.Mark))}.");

    /// <summary>What fills the parameter of this name; several for a parameter that the checkpoint keeps in pieces.</summary>
    public abstract IReadOnlyList<Placement> Sources(string parameter);
}

/// <summary>deepseek-ai's names.</summary>
internal sealed class PublishedKeys : KeyLayout
{
    protected override string Mark => "language_model.model.";

    public override IReadOnlyList<Placement> Sources(string parameter) => [new(parameter)];
}
