namespace JanusCluster.Contracts.Jobs;

/// <summary>A lease that the scheduler is about to give.</summary>
/// <param name="Alone">Nothing else runs on the silo that gets it.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ItemGrant)]
public readonly record struct ItemGrant(
    [property: Id(0)] ItemEpoch Item, [property: Id(1)] bool Alone, [property: Id(2)] string Numerics);

[GenerateSerializer, Alias(Aliases.GrantState)]
public enum GrantState
{
    /// <summary>Only the holder of this epoch can write from now on.</summary>
    Granted = 0,
    /// <summary>There is nothing to do: it has a result or an error, or is cancelled.</summary>
    Settled = 1,
    /// <summary>Not granted: it must run alone, after attempts without progress.</summary>
    Suspect = 2,
    /// <summary>Not granted: a later epoch has it.</summary>
    Stale = 3,
}

/// <param name="Item">What to make, when granted.</param>
/// <param name="Codes">What is made of it already, as in <see cref="GeneratedImage"/>.</param>
[GenerateSerializer, Immutable, Alias(Aliases.GrantedItem)]
public sealed record GrantedItem(
    [property: Id(0)] GrantState State, [property: Id(1)] JobItem? Item, [property: Id(2)] byte[] Codes)
{
    public static GrantedItem Refused(GrantState state) => new(state, null, []);
}
