namespace JanusCluster.Contracts.Jobs;

/// <summary>A lease that the scheduler is about to give.</summary>
/// <param name="Numerics">Numerics class of the silo that gets it.</param>
/// <param name="Alone">Nothing else runs on that silo.</param>
/// <param name="Restart">Where codes of another class are kept, drop them: there is no silo of that class any longer.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ItemGrant)]
public readonly record struct ItemGrant(
    [property: Id(0)] ItemEpoch Item,
    [property: Id(1)] string Numerics,
    [property: Id(2)] bool Alone = false,
    [property: Id(3)] bool Restart = false);

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
    /// <summary>Not granted: another numerics class must go on with it.</summary>
    OtherNumerics = 4,
}

/// <param name="Item">What to make, when granted.</param>
/// <param name="Codes">What is made of it already, as in <see cref="GeneratedImage"/>.</param>
/// <param name="Numerics">The class that must go on with it, when it is another.</param>
/// <param name="Trace">W3C traceparent of the request that the item belongs to, where that is traced.</param>
[GenerateSerializer, Immutable, Alias(Aliases.GrantedItem)]
public sealed record GrantedItem(
    [property: Id(0)] GrantState State,
    [property: Id(1)] JobItem? Item,
    [property: Id(2)] byte[] Codes,
    [property: Id(3)] string? Numerics = null,
    [property: Id(4)] string? Trace = null);
