namespace JanusCluster.Model.Tests.Engine.Mixes;

/// <summary>Requests, when they come and when they are cancelled, and the engine that they meet.</summary>
internal sealed record Mix(MixOptions Options, IReadOnlyList<MixEntry> Entries)
{
    public override string ToString() => $"{Options}\n{string.Join("\n", Entries)}";
}

/// <param name="Arrival">The step before which it is added.</param>
/// <param name="CancelAfter">Steps from there until it is cancelled; null: never.</param>
internal sealed record MixEntry(Spec Spec, int Arrival, int? CancelAfter);

/// <param name="ExtraBlocks">Blocks of KV memory beyond what the largest request needs.</param>
/// <param name="PrefixBlocks">Blocks that prefixes nobody uses may keep; null: all.</param>
/// <param name="HostBlocks">Blocks of the host's tier.</param>
/// <param name="StepTarget">In milliseconds, when every step takes one; null: none.</param>
/// <param name="EncodeDelay">Steps that an image's encoding takes; 0: it is encoded within the step.</param>
internal sealed record MixOptions(
    int MaxRows, int ExtraBlocks, int TokensPerStep, int? PrefixBlocks, int HostBlocks, double? StepTarget, int EncodeDelay);
